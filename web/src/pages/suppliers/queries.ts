import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, callWithTag, type Schema } from "@/api";

export const supplierQuery = (code: string) =>
  queryOptions({
    queryKey: ["suppliers", "one", code],
    queryFn: ({ signal }) => callWithTag(api.GET("/api/v1/suppliers/{code}", { params: { path: { code } }, signal })),
  });

export const numbersQuery = (code: string) =>
  queryOptions({
    queryKey: ["suppliers", "numbers", code],
    queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers/{code}/numbers", { params: { path: { code } }, signal })),
  });

/** The latest imports of all suppliers: enough for most of a list, the rest is asked one by one as it comes into sight. */
export const latestImportsQuery = queryOptions({
  queryKey: ["imports", "latest-of-all"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/imports", { params: { query: { limit: 200 } }, signal })),
});

export const lastImportsQuery = (code: string) =>
  queryOptions({
    queryKey: ["imports", "last-of", code],
    queryFn: ({ signal }) => call(api.GET("/api/v1/imports", { params: { query: { supplier: code, limit: 5 } }, signal })),
    select: (page) => page.items,
  });

export const figuresOfAllQuery = queryOptions({
  queryKey: ["analytics", "imports", "supplier"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/analytics/imports", { params: { query: { group: "supplier" } }, signal })),
});

export const figuresByDayQuery = (code: string, from: string) =>
  queryOptions({
    queryKey: ["analytics", "imports", "day", code, from],
    queryFn: ({ signal }) => call(api.GET("/api/v1/analytics/imports", { params: { query: { group: "day", supplier: code, from } }, signal })),
    placeholderData: keepPreviousData,
  });

/** Suppliers that have been silent for longer than the setting allows. */
export const silentQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/dashboard", { signal })),
  select: (board) => board.stale_feeds,
});

export const sourcesQuery = (code: string) =>
  queryOptions({
    queryKey: ["sources", "of", code],
    queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers/{code}/sources", { params: { path: { code } }, signal })),
    select: (page) => page.items,
  });

export const allSourcesQuery = queryOptions({
  queryKey: ["sources", "all"],
  queryFn: async ({ signal }) => {
    const found: Schema<"suppliers.SourceView">[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await call(api.GET("/api/v1/sources", { params: { query: { limit: 200, cursor } }, signal }));
      found.push(...page.items);
      if (!page.next_cursor) return found;
      cursor = page.next_cursor;
    }
  },
});

/** Schedules that fetch, all of them: the API does not filter by source. */
export const schedulesQuery = queryOptions({
  queryKey: ["schedules", "fetch"],
  queryFn: async ({ signal }) => {
    const found: Schema<"schedules.ScheduleView">[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await call(api.GET("/api/v1/schedules", { params: { query: { job_kind: "fetch", limit: 200, cursor } }, signal }));
      found.push(...page.items);
      if (!page.next_cursor) return found;
      cursor = page.next_cursor;
    }
  },
});

export const mappingsQuery = (code: string) =>
  queryOptions({
    queryKey: ["mappings", code],
    queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers/{code}/mappings", { params: { path: { code } }, signal })),
    select: (list) => [...list.items].sort((a, b) => b.version - a.version),
  });

export const sourceOf = (schedule: Schema<"schedules.ScheduleView">) => (schedule.job.payload as { source_id?: string } | null)?.source_id ?? "";

/** When the supplier's files are fetched next. */
export function nextRun(schedules: readonly Schema<"schedules.ScheduleView">[], sourceIds: readonly string[]): string | undefined {
  const due = schedules.filter((one) => one.is_enabled && one.next_at && sourceIds.includes(sourceOf(one))).map((one) => one.next_at!);
  return due.sort()[0];
}
