import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";
import { searchTexts } from "@/lib/search-texts";

const names = ["tab", "show", "kind"] as const;

const notificationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/notifications",
  validateSearch: (search: Record<string, unknown>): Partial<Record<(typeof names)[number], string>> => searchTexts(search, names),
  loader: withTexts("notifications"),
  component: lazyRouteComponent(() => import("./NotificationsPage"), "NotificationsPage"),
});

export const notificationsRoutes = [notificationsRoute] as const;
