import { useSyncExternalStore } from "react";

const wide = () => window.matchMedia("(min-width: 1280px)");
const subscribe = (listener: () => void) => {
  const query = wide();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

/** Room for the filters beside the list. */
export const useIsWide = () => useSyncExternalStore(subscribe, () => wide().matches);
