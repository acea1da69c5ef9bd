import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { session } from "@/api/session";
import { withTexts } from "@/i18n";
import { rootRoute } from "@/layout/root-route";

/** Where to go after signing in: a path of this site, nothing else. */
const nextOf = (search: Record<string, unknown>): { next?: string } =>
  typeof search.next === "string" && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {};

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: nextOf,
  beforeLoad: async ({ search }) => {
    const state = await session.restore().catch(() => null);
    if (state?.kind === "signed-in") throw redirect({ href: search.next ?? "/" });
  },
  loader: withTexts("auth"),
  component: lazyRouteComponent(() => import("./SignInPage"), "SignInPage"),
});

const forgottenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/forgotten-password",
  loader: withTexts("auth"),
  component: lazyRouteComponent(() => import("./ForgottenPage"), "ForgottenPage"),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset-password",
  loader: withTexts("auth"),
  component: lazyRouteComponent(() => import("./ResetPage"), "ResetPage"),
});

export const authRoutes = [signInRoute, forgottenRoute, resetRoute] as const;
