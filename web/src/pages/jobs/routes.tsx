import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";
import { searchTexts } from "@/lib/search-texts";

const names = ["tab", "queue", "kind", "status", "subject", "job"] as const;
export type JobsSearch = Partial<Record<(typeof names)[number], string>>;

const jobsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/jobs",
  validateSearch: (search: Record<string, unknown>): JobsSearch => searchTexts(search, names),
  loader: withTexts("jobs"),
  component: lazyRouteComponent(() => import("./JobsPage"), "JobsPage"),
});

export const jobsRoutes = [jobsRoute] as const;
