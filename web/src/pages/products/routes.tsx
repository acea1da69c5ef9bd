import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";
import { filtersOf } from "./filters";

const productsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/products",
  validateSearch: filtersOf,
  loader: withTexts("products"),
  component: lazyRouteComponent(() => import("./ProductsPage"), "ProductsPage"),
});

export interface ProductSearch {
  /** A day: offers are shown as they stood at its end. */
  at?: string;
}

const productDetailRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/products/$id",
  validateSearch: (search: Record<string, unknown>): ProductSearch => ({
    at: typeof search.at === "string" && /^\d{4}-\d\d-\d\d$/.test(search.at) ? search.at : undefined,
  }),
  loader: withTexts("products"),
  component: lazyRouteComponent(() => import("./ProductPage"), "ProductPage"),
});

export const productsRoutes = [productsRoute, productDetailRoute] as const;
