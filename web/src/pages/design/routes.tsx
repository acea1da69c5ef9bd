import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";

const designRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/design",
  loader: withTexts("design"),
  component: lazyRouteComponent(() => import("./DesignPage"), "DesignPage"),
});

export const designRoutes = [designRoute] as const;
