/** Those of a route's search values that are texts and are named; the rest of an address is nobody's business. */
export function searchTexts<Name extends string>(search: Record<string, unknown>, names: readonly Name[]): Partial<Record<Name, string>> {
  const kept: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === "string" && value !== "") kept[name] = value;
    // The router reads ?subject=2026 as a number.
    else if (typeof value === "number" || typeof value === "boolean") kept[name] = String(value);
  }
  return kept;
}

/** The search value as one of those it can be. */
export function oneOf<T extends string>(value: string | undefined, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}
