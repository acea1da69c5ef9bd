import { queryOptions } from "@tanstack/react-query";
import { api, ApiError, call, type Schema } from "@/api";

export type Services = Schema<"app.ServicesView">;

/** The answer is 503 while a service is out of order, and then says which: that is what this page is for. */
export const servicesQuery = queryOptions({
  queryKey: ["health", "services"],
  refetchInterval: 10_000,
  queryFn: async ({ signal }): Promise<Services> => {
    const { data, error, response } = await api.GET("/api/v1/multidb/health", { signal });
    const said = (data ?? error) as unknown;
    if (typeof said === "object" && said !== null && "services" in said) return said as Services;
    throw new ApiError((said ?? {}) as ConstructorParameters<typeof ApiError>[0], response.status);
  },
});

export const systemQuery = queryOptions({
  queryKey: ["monitoring", "system"],
  refetchInterval: 10_000,
  queryFn: ({ signal }) => call(api.GET("/api/v1/monitoring/system", { signal })),
});
export const databasesQuery = queryOptions({
  queryKey: ["monitoring", "databases"],
  refetchInterval: 15_000,
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/monitoring/databases", { signal }))).items,
});
export const statementsQuery = queryOptions({
  queryKey: ["monitoring", "statements"],
  refetchInterval: 30_000,
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/monitoring/statements", { params: { query: { limit: 50 } }, signal }))).items,
});
export const cacheQuery = queryOptions({
  queryKey: ["cache"],
  refetchInterval: 15_000,
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/cache", { signal }))).items,
});
export const backupsQuery = queryOptions({
  queryKey: ["monitoring", "backups"],
  refetchInterval: 10_000,
  queryFn: ({ signal }) => call(api.GET("/api/v1/monitoring/backups", { signal })),
});
export const queuesQuery = queryOptions({
  queryKey: ["monitoring", "queues"],
  refetchInterval: 10_000,
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/monitoring/queues", { signal }))).items,
});
