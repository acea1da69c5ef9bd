import { type InfiniteData, keepPreviousData, infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, call, callWithTag, queryClient, type Schema } from "@/api";
import { type ProductFilters, queryOf } from "./filters";

/** Lists ask for all the fields they show. */
export type Product = Required<Schema<"catalog.ProductView">>;
export type ProductPage = Omit<Schema<"catalog.ProductListView">, "items"> & { items: Product[] };

/** The fields a list shows; descriptions and attributes of a million products stay where they are. */
const fields =
  "id,gtin,name,brand,category,manufacturer_reference,retail_price,currency,vat_rate,weight_grams,offers,best_purchase_price,stock,set_by_hand,updated_at";
const listKey = "product-list";

/**
 * Page after page by cursor. Its key is not below "products": after a change the pages that were read are patched, or
 * the first few read again, never all of a hundred.
 */
export const listQuery = (filters: ProductFilters) =>
  infiniteQueryOptions({
    queryKey: [listKey, queryOf(filters)],
    queryFn: async ({ signal, pageParam }) =>
      (await call(api.GET("/api/v1/products", { params: { query: { ...queryOf(filters), cursor: pageParam || undefined, limit: 200, fields } }, signal }))) as ProductPage,
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const facetsQuery = (filters: ProductFilters) => {
  const narrowing = queryOf({ ...filters, sort: undefined });
  return queryOptions({
    queryKey: ["products", "facets", narrowing],
    queryFn: ({ signal }) => call(api.GET("/api/v1/products", { params: { query: { ...narrowing, facets: true, limit: 1, fields: "id" } }, signal })),
    select: (page) => page.facets && { ...page.facets, countedIn: page.more_than_total ? page.total : null },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
};

export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", "one", id],
    queryFn: ({ signal }) => callWithTag(api.GET("/api/v1/products/{id}", { params: { path: { id } }, signal })),
  });

type Pages = InfiniteData<ProductPage, string>;

/** Reads the list anew: the first pages only, however many there were. */
export function refreshLists() {
  queryClient.setQueriesData<Pages>({ queryKey: [listKey] }, (data) => data && { pages: data.pages.slice(0, 2), pageParams: data.pageParams.slice(0, 2) });
  return queryClient.invalidateQueries({ queryKey: [listKey] });
}

/** Shows a change in the lists at once, where each row is. */
export function patchLists(ids: ReadonlySet<string>, change: (product: Product) => Product) {
  queryClient.setQueriesData<Pages>({ queryKey: [listKey] }, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => {
      if (!page.items.some((item) => item.id && ids.has(item.id))) return page;
      return { ...page, items: page.items.map((item) => (item.id && ids.has(item.id) ? change(item) : item)) };
    });
    return { ...data, pages };
  });
}
