import { useSyncExternalStore } from "react";
import { keepChoice, readChoice } from "./storage";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const listeners = new Set<() => void>();
let theme: Theme = readChoice<Theme>("theme", "system");

export function applyTheme() {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function setTheme(next: Theme) {
  theme = next;
  keepChoice("theme", next);
  applyTheme();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", listener);
  listeners.add(listener);
  return () => {
    system.removeEventListener("change", listener);
    listeners.delete(listener);
  };
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme);

/** What is shown now, whoever chose it. */
export const useIsDark = (): boolean =>
  useSyncExternalStore(subscribe, () =>
    theme === "system" ? window.matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark",
  );
