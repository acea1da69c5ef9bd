import { type InvalidateOptions, type InvalidateQueryFilters, QueryClient, type QueryKey } from "@tanstack/react-query";
import { asApiError } from "./problem";
import { onTabMessage, tellOtherTabs } from "./tabs";

/** Only what may be better a moment later is asked again. */
export function shouldRetry(failures: number, error: unknown) {
  const { status, isOffline } = asApiError(error);
  return failures < 2 && (isOffline || status === 429 || status === 502 || status === 503 || status === 504);
}

export function retryDelay(failures: number, error: unknown) {
  const wait = asApiError(error).retryAfterSeconds;
  return wait ? Math.min(wait * 1000, 30_000) : Math.min(500 * 2 ** failures, 8_000);
}

class Queries extends QueryClient {
  /**
   * A first answer that is still on its way may have been given before the change: it is asked for again once it is there, and
   * once for all changes meanwhile.
   */
  override async invalidateQueries<Key extends QueryKey = QueryKey>(filters?: InvalidateQueryFilters<Key>, options?: InvalidateOptions) {
    const first = this.getQueryCache().findAll(filters).filter(({ state }) => state.fetchStatus === "fetching" && state.data === undefined);
    const answers = Promise.allSettled(first.map((query) => query.fetch()));
    await super.invalidateQueries(filters, options);
    if (first.length === 0) return;
    await answers;
    await super.invalidateQueries({ refetchType: filters?.refetchType, predicate: (query) => first.includes(query) }, { ...options, cancelRefetch: false });
  }
}

export const queryClient = new Queries({
  defaultOptions: {
    queries: { staleTime: 15_000, gcTime: 10 * 60_000, retry: shouldRetry, retryDelay, refetchOnWindowFocus: true, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Says that lists and things under these keys have changed, in this tab and the others: `changed(["suppliers"], ["sources"])`. */
export function changed(...keys: readonly (readonly unknown[])[]) {
  tellOtherTabs({ kind: "invalidate", keys });
  return invalidate(keys);
}

function invalidate(keys: readonly (readonly unknown[])[]) {
  return Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey }))).then(() => undefined);
}

onTabMessage((message) => {
  if (message.kind === "invalidate") void invalidate(message.keys);
});
