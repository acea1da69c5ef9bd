import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";

const profileRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/profile",
  loader: withTexts("profile", "auth"),
  component: lazyRouteComponent(() => import("./ProfilePage"), "ProfilePage"),
});

export const profileRoutes = [profileRoute] as const;
