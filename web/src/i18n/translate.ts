import type { Entry, Language } from "./catalogues";

export type Values = Record<string, string | number>;

/** Puts values in place of {names}; numbers are written as the language does. */
export function fill(entry: Entry, values: Values, language: Language): string {
  const text = typeof entry === "string" ? entry : chosen(entry, Number(values.count ?? 0), language);
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === "number" ? numbers(language).format(value) : value;
  });
}

function chosen(forms: Exclude<Entry, string>, count: number, language: Language): string {
  if (count === 0 && forms.zero !== undefined) return forms.zero;
  return forms[plurals(language).select(count)] ?? forms.other ?? "";
}

const pluralRules = new Map<Language, Intl.PluralRules>();
function plurals(language: Language) {
  const rules = pluralRules.get(language) ?? new Intl.PluralRules(language);
  pluralRules.set(language, rules);
  return rules;
}

const numberFormats = new Map<Language, Intl.NumberFormat>();
function numbers(language: Language) {
  const format = numberFormats.get(language) ?? new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  numberFormats.set(language, format);
  return format;
}
