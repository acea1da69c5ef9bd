import { useSyncExternalStore } from "react";

const narrow = () => window.matchMedia("(max-width: 639.98px)");
const subscribe = (listener: () => void) => {
  const query = narrow();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

/** Less than 640 px: tables become cards. */
export const useIsNarrow = () => useSyncExternalStore(subscribe, () => narrow().matches);
