import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";

const dashboardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  loader: withTexts("dashboard"),
  component: lazyRouteComponent(() => import("./DashboardPage"), "DashboardPage"),
});

export const dashboardRoutes = [dashboardRoute] as const;
