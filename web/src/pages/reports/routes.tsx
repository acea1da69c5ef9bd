import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";
import { searchTexts } from "@/lib/search-texts";

const names = ["tab", "from", "to", "group", "supplier", "by", "sort"] as const;
export type ReportSearch = Partial<Record<(typeof names)[number], string>>;

const reportsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/reports",
  validateSearch: (search: Record<string, unknown>): ReportSearch => searchTexts(search, names),
  loader: withTexts("reports"),
  component: lazyRouteComponent(() => import("./ReportsPage"), "ReportsPage"),
});

export const reportsRoutes = [reportsRoute] as const;
