import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, type Schema } from "@/api";

export type Figures = Schema<"analytics.ImportFiguresView">;
interface Asked {
  from: string;
  to: string;
  supplier?: string;
}

export const figuresQuery = (group: "day" | "supplier", asked: Asked) =>
  queryOptions({
    queryKey: ["analytics", "imports", group, asked],
    queryFn: ({ signal }) => call(api.GET("/api/v1/analytics/imports", { params: { query: { ...asked, group } }, signal })),
    placeholderData: keepPreviousData,
  });

export const supplierNamesQuery = queryOptions({
  queryKey: ["suppliers", "report-names"],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const names: Record<string, string> = {};
    for (let page = 1; ; page += 1) {
      const answer = await call(api.GET("/api/v1/suppliers", { params: { query: { limit: 200, page } }, signal }));
      for (const one of answer.items) names[one.code] = one.name;
      if (answer.items.length === 0 || page * answer.size >= answer.total) return names;
    }
  },
});

/** How many products there are, and of which supplier, brand and category. */
export const facetsQuery = queryOptions({
  queryKey: ["products", "facets"],
  staleTime: 60_000,
  queryFn: ({ signal }) => call(api.GET("/api/v1/products", { params: { query: { facets: true, limit: 1, fields: "id" } }, signal })),
});

/** How many products answer to this. */
export const countQuery = (filter: { has_gtin?: boolean; in_stock?: boolean; withdrawn?: boolean }) =>
  queryOptions({
    queryKey: ["products", "count", filter],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const answer = await call(api.GET("/api/v1/products", { params: { query: { ...filter, limit: 1, fields: "id" } }, signal }));
      return { total: answer.total ?? 0, isMore: answer.more_than_total };
    },
  });

/** Finished of those that ended by themselves; a cancelled import is nobody's failure. */
export function successOf({ finished, failed }: Pick<Figures, "finished" | "failed">) {
  return finished + failed === 0 ? undefined : finished / (finished + failed);
}
