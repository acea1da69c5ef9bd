import { queryOptions } from "@tanstack/react-query";
import { api, authorizedFetch, call } from "@/api";
import { errorOf } from "@/api/problem";

/** A process of this installation, as it says of itself. */
export interface Process {
  id: string;
  role: string;
  name: string;
  version: string;
  started_at: string;
  seen_at: string;
  is_alive: boolean;
  running_jobs: number;
}

/** Every process that answers or works; null where the server does not tell. */
export const processesQuery = queryOptions({
  queryKey: ["monitoring", "processes"],
  refetchInterval: 10_000,
  queryFn: async ({ signal }): Promise<Process[] | null> => {
    const response = await authorizedFetch(new Request(new URL("/api/v1/monitoring/processes", location.origin), { signal }));
    if (response.status === 404) return null;
    if (!response.ok) throw await errorOf(response);
    return ((await response.json()) as { items: Process[] }).items;
  },
});

/** The jobs under way, so that each process can show its own. */
export const runningJobsQuery = queryOptions({
  queryKey: ["jobs", "running"],
  refetchInterval: 10_000,
  queryFn: async ({ signal }) => (await call(api.GET("/api/v1/jobs", { params: { query: { status: "running", limit: 100 } }, signal }))).items,
});

