import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export interface SuppliersSearch {
  search?: string;
  sort?: string;
  /** The form for a new one is open. */
  new?: boolean;
}

const suppliersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/suppliers",
  validateSearch: (search: Record<string, unknown>): SuppliersSearch => ({
    search: text(search.search),
    sort: text(search.sort),
    new: search.new === true ? true : undefined,
  }),
  loader: withTexts("suppliers"),
  component: lazyRouteComponent(() => import("./SuppliersPage"), "SuppliersPage"),
});

export const supplierTabs = ["overview", "sources", "mapping", "schedule", "quality", "offers", "history", "settings"] as const;
export type SupplierTab = (typeof supplierTabs)[number];

export interface SupplierSearch {
  tab?: SupplierTab;
  /** What form or dialog is open: "new", or the id of a source or a schedule. */
  edit?: string;
  /** Versions of the mapping that are compared. */
  from?: number;
  to?: number;
  /** How far back quality is shown. */
  days?: number;
  /** Which offers: active ones when absent. */
  offers?: "withdrawn" | "all";
  status?: string;
}

const version = (value: unknown) => (typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined);

const supplierDetailRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/suppliers/$code",
  validateSearch: (search: Record<string, unknown>): SupplierSearch => ({
    tab: supplierTabs.find((tab) => tab === search.tab && tab !== "overview"),
    edit: text(search.edit),
    from: version(search.from),
    to: version(search.to),
    days: [7, 90, 365].find((days) => days === search.days),
    offers: search.offers === "withdrawn" || search.offers === "all" ? search.offers : undefined,
    status: text(search.status),
  }),
  loader: withTexts("suppliers"),
  component: lazyRouteComponent(() => import("./SupplierPage"), "SupplierPage"),
});

export const suppliersRoutes = [suppliersRoute, supplierDetailRoute] as const;
