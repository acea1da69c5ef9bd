import { createRoute, redirect } from "@tanstack/react-router";
import { session } from "@/api/session";
import { SkeletonPage } from "@/components/Skeleton";
import { AppShell } from "./AppShell";
import { NotFoundPage, PageError } from "./Fallbacks";
import { rootRoute } from "./root-route";

/** Everything behind the sign-in. Page areas hang their routes here. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  beforeLoad: async ({ location }) => {
    const state = await session.restore();
    if (state.kind !== "signed-in") {
      throw redirect({ to: "/sign-in", search: { next: location.href === "/" ? undefined : location.href } });
    }
  },
  component: AppShell,
  pendingComponent: SkeletonPage,
  errorComponent: PageError,
  notFoundComponent: NotFoundPage,
});
