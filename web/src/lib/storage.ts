/** Keeps small choices of this browser: widths of columns, density, a folded sidebar. A full or forbidden store is no fault. */
export function readChoice<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`si.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function keepChoice(key: string, value: unknown) {
  try {
    localStorage.setItem(`si.${key}`, JSON.stringify(value));
  } catch {
    // Private windows may refuse: then the choice holds until the page is left.
  }
}
