import { queryOptions } from "@tanstack/react-query";
import { api, call, type Schema } from "@/api";

/** A process of this installation, as it says of itself. */
export type Process = Schema<"analytics.ProcessState">;

/** Every process that answers or works; null where the server does not tell. */
export const processesQuery = queryOptions({
  queryKey: ["monitoring", "processes"],
  refetchInterval: 10_000,
  queryFn: async ({ signal }): Promise<Process[] | null> => {
    const { data, error, response } = await api.GET("/api/v1/monitoring/processes", { signal });
    if (response.status === 404) return null;
    return (await call(Promise.resolve({ data, error, response }))).items;
  },
});

/** The jobs under way, so that each process can show its own. */
export const runningJobsQuery = queryOptions({
  queryKey: ["jobs", "running"],
  refetchInterval: 10_000,
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/jobs", { params: { query: { status: "running", limit: 100 } }, signal }))).items,
});

