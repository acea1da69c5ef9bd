import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, type Schema } from "@/api";

export type Job = Schema<"imports.JobView">;
export interface JobFilters {
  queue?: string;
  kind?: string;
  status?: string;
  subject?: string;
}

const moving = (job: Job) => job.status === "running" || job.status === "waiting";

export const jobsQuery = (filters: JobFilters) =>
  infiniteQueryOptions({
    queryKey: ["jobs", "list", filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => call(api.GET("/api/v1/jobs", { params: { query: { ...filters, cursor: pageParam, limit: 100 } }, signal })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // What moves is asked for anew, unless somebody has gone far down the list.
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      return pages.length <= 2 && pages.some((page) => page.items.some(moving)) ? 4_000 : 30_000;
    },
  });

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ["jobs", "one", id],
    queryFn: ({ signal }) => call(api.GET("/api/v1/jobs/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && moving(state.data) ? 2_000 : false),
  });

/** Counts of every queue, whatever the list is filtered by. */
export const queuesQuery = queryOptions({
  queryKey: ["jobs", "queues"],
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/jobs", { params: { query: { limit: 1 } }, signal }))).queues,
  refetchInterval: 8_000,
});

export const pausedQuery = queryOptions({
  queryKey: ["jobs", "paused"],
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/queues/paused", { signal }))).items,
  refetchInterval: 30_000,
});

export const schedulesQuery = infiniteQueryOptions({
  queryKey: ["schedules", "list"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ signal, pageParam }) => call(api.GET("/api/v1/schedules", { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  refetchInterval: 30_000,
});

export const nextTimesQuery = (id: string) =>
  queryOptions({
    queryKey: ["schedules", "next", id],
    queryFn: ({ signal }) => call(api.GET("/api/v1/schedules/{id}/preview", { params: { path: { id }, query: { count: 5 } }, signal })),
  });
