import { createRouter } from "@tanstack/react-router";
import { queryClient } from "@/api/query";
import { session } from "@/api/session";
import { SkeletonPage } from "@/components/Skeleton";
import { authRoutes } from "@/pages/auth/routes";
import { dashboardRoutes } from "@/pages/dashboard/routes";
import { designRoutes } from "@/pages/design/routes";
import { healthRoutes } from "@/pages/health/routes";
import { importsRoutes } from "@/pages/imports/routes";
import { jobsRoutes } from "@/pages/jobs/routes";
import { notificationsRoutes } from "@/pages/notifications/routes";
import { productsRoutes } from "@/pages/products/routes";
import { profileRoutes } from "@/pages/profile/routes";
import { reportsRoutes } from "@/pages/reports/routes";
import { settingsRoutes } from "@/pages/settings/routes";
import { suppliersRoutes } from "@/pages/suppliers/routes";
import { wizardRoutes } from "@/pages/wizard/routes";
import { appRoute } from "./app-route";
import { PageError } from "./Fallbacks";
import { rootRoute } from "./root-route";

const routeTree = rootRoute.addChildren([
  ...authRoutes,
  appRoute.addChildren([
    ...dashboardRoutes,
    ...importsRoutes,
    ...wizardRoutes,
    ...productsRoutes,
    ...suppliersRoutes,
    ...jobsRoutes,
    ...notificationsRoutes,
    ...reportsRoutes,
    ...settingsRoutes,
    ...healthRoutes,
    ...profileRoutes,
    ...designRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: SkeletonPage,
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});

// Signed out, here or in another tab: nothing of the person stays, and the routes decide anew who may see what.
let wasSignedIn = false;
session.subscribe(() => {
  const isSignedIn = session.get().kind === "signed-in";
  const hasEnded = wasSignedIn && !isSignedIn;
  wasSignedIn = isSignedIn;
  if (!hasEnded) return;
  queryClient.clear();
  void router.invalidate();
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
