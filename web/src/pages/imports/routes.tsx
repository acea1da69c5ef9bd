import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const oneOf = <T extends string>(values: readonly T[], value: unknown) => values.find((one) => one === value);

export const importStatuses = ["waiting", "running", "finished", "failed", "cancelled"] as const;

interface ListSearch {
  supplier?: string;
  status?: (typeof importStatuses)[number];
}

const importsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/imports",
  validateSearch: (search: Record<string, unknown>): ListSearch => ({ supplier: text(search.supplier), status: oneOf(importStatuses, search.status) }),
  loader: withTexts("imports"),
  component: lazyRouteComponent(() => import("./ImportsPage"), "ImportsPage"),
});

export const importTabs = ["summary", "changes", "fix", "log", "compare"] as const;
export type ImportTab = (typeof importTabs)[number];

interface OneSearch {
  tab?: ImportTab;
  show?: string;
  /** The other import, when two are compared. */
  with?: string;
}

const importDetailRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/imports/$id",
  validateSearch: (search: Record<string, unknown>): OneSearch => ({ tab: oneOf(importTabs, search.tab), show: text(search.show), with: text(search.with) }),
  loader: withTexts("imports"),
  component: lazyRouteComponent(() => import("./ImportPage"), "ImportPage"),
});

export const importsRoutes = [importsRoute, importDetailRoute] as const;
