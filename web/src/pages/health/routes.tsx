import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";
import { searchTexts } from "@/lib/search-texts";

const names = ["tab"] as const;

const healthRoute = createRoute({
  getParentRoute: () => appRoute,
  // The address /health itself belongs to the server: machines ask there whether it is alive.
  path: "/system",
  validateSearch: (search: Record<string, unknown>): { tab?: string } => searchTexts(search, names),
  loader: withTexts("health"),
  component: lazyRouteComponent(() => import("./HealthPage"), "HealthPage"),
});

export const healthRoutes = [healthRoute] as const;
