import { useMemo, useSyncExternalStore } from "react";
import { type Area, type Catalogue, type Key, type Language, languages, readCatalogue } from "./catalogues";
import { fill, type Values } from "./translate";

export { type Area, type Key, type Language, languages } from "./catalogues";
export type { Values } from "./translate";

const storageKey = "si.language";
const listeners = new Set<() => void>();
const wanted = new Set<Area>(["common", "auth"]);
const loaded = new Map<string, Catalogue>();
let language: Language = preferred();

function preferred(): Language {
  const known = (name: string | null | undefined) => languages.find((one) => name?.toLowerCase().startsWith(one));
  if (typeof localStorage === "undefined") return "en";
  return known(localStorage.getItem(storageKey)) ?? navigator.languages.map(known).find(Boolean) ?? "en";
}

async function load(area: Area, into: Language) {
  const name = `${into}/${area}`;
  if (!loaded.has(name)) loaded.set(name, await readCatalogue(into, area));
}

/** For a route's loader: `loader: withTexts("imports")`. */
export const withTexts =
  (...areas: Area[]) =>
  () =>
    loadTexts(...areas);

export async function loadTexts(...areas: Area[]) {
  for (const area of areas) wanted.add(area);
  await Promise.all([...wanted].map((area) => load(area, language)));
}

export async function setLanguage(next: Language) {
  await Promise.all([...wanted].map((area) => load(area, next)));
  language = next;
  localStorage.setItem(storageKey, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
export const currentLanguage = () => language;

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}

/** The text of a key in the language of now. Components use `useT`, so that they follow a change of language. */
export function translate(key: Key, values: Values = {}, into: Language = language): string {
  const dot = key.indexOf(".");
  const entry = loaded.get(`${into}/${key.slice(0, dot)}`)?.[key.slice(dot + 1)];
  return entry === undefined ? key : fill(entry, values, into);
}

export type Translate = (key: Key, values?: Values) => string;

export function useT(): Translate {
  const into = useLanguage();
  return useMemo(() => (key, values) => translate(key, values, into), [into]);
}
