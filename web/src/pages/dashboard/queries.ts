import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";
import { dayOf } from "./figures";

export const boardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/dashboard", { signal })),
  refetchInterval: ({ state }) => (state.data && state.data.imports.running > 0 ? 5_000 : 60_000),
});

/** Sixty days: the last thirty, and those before to compare with. */
export const daysQuery = queryOptions({
  queryKey: ["analytics", "imports", "day"],
  queryFn: ({ signal }) => {
    const from = dayOf(Date.now() - 59 * 86_400_000);
    return call(api.GET("/api/v1/analytics/imports", { params: { query: { from, group: "day" } }, signal }));
  },
});

export const supplierFiguresQuery = queryOptions({
  queryKey: ["analytics", "imports", "supplier"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/analytics/imports", { params: { query: { group: "supplier" } }, signal })),
});

export const suppliersQuery = queryOptions({
  queryKey: ["suppliers", "names"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers", { params: { query: { limit: 200 } }, signal })),
});

export const outOfStockQuery = queryOptions({
  queryKey: ["products", "out-of-stock"],
  staleTime: 60_000,
  queryFn: ({ signal }) =>
    call(api.GET("/api/v1/products", { params: { query: { in_stock: false, withdrawn: false, limit: 1, fields: "id" } }, signal })),
});

export const latestImportsQuery = queryOptions({
  queryKey: ["imports", "latest"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/imports", { params: { query: { limit: 20 } }, signal })),
  placeholderData: keepPreviousData,
  // Should the news of an end be lost on the way, it is learnt all the same.
  refetchInterval: ({ state }) => (state.data?.items.some((one) => !one.finished_at) ? 5_000 : false),
});

/** When each supplier's file is fetched next, by its schedules and sources. */
export const nextRunsQuery = queryOptions({
  queryKey: ["schedules", "next-by-supplier"],
  queryFn: async ({ signal }) => {
    const [schedules, sources] = await Promise.all([call(api.GET("/api/v1/schedules", { signal })), call(api.GET("/api/v1/sources", { signal }))]);
    const supplierOf = new Map(sources.items.map((source) => [source.id, source.supplier]));
    const next: Record<string, string> = {};
    for (const schedule of schedules.items) {
      const payload = schedule.job.payload as { source_id?: string } | null;
      const supplier = supplierOf.get(payload?.source_id ?? "");
      if (!supplier || !schedule.next_at || !schedule.is_enabled) continue;
      if (!next[supplier] || schedule.next_at < next[supplier]) next[supplier] = schedule.next_at;
    }
    return next;
  },
});
