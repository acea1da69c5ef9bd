import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let count = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all: a list of times has dozens of them in sight. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    count += 1;
    for (const one of listeners) one();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Has what uses it drawn anew every half minute. */
export const useHalfMinutes = () => useSyncExternalStore(subscribe, () => count);
