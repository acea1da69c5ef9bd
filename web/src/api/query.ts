import { QueryClient } from "@tanstack/react-query";
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

export const queryClient = new QueryClient({
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
