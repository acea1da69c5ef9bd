import { useMemo } from "react";
import { currentLanguage, type Language, useLanguage } from "@/i18n";

const locales: Record<Language, string> = { en: "en-GB", fr: "fr-FR" };
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Writes numbers, amounts, times and durations as a language does. */
export function formatsOf(language: Language) {
  const locale = locales[language];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
  const shortDate = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const narrow = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: 1 }).format(value);
  // Making one takes longer than using it a hundred times.
  const moneyFormats = new Map<string, Intl.NumberFormat>();
  const moneyFormat = (currency: string, maximumFractionDigits: number) => {
    const key = `${currency}${maximumFractionDigits}`;
    const made = moneyFormats.get(key) ?? new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits });
    moneyFormats.set(key, made);
    return made;
  };
  const part = (value: number, letter: string) => `${number.format(value)} ${letter}`;
  const day = language === "fr" ? "j" : "d";
  const rows = language === "fr" ? "lignes/s" : "rows/s";

  return {
    locale,
    number: (value: number) => number.format(value),
    compact: (value: number) => compact.format(value),
    /** 0.985 -> 98.5 % */
    percent: (share: number) => percent.format(share),
    signed: (value: number) => signed.format(value),
    /** An amount comes from the API as decimal text, so that no digit is lost. */
    money: (amount: string | number, currency = "EUR") => {
      const digits = /\.(\d+?)0*$/.exec(String(amount))?.[1]?.length ?? 0;
      const most = Math.max(2, Math.min(digits, 6));
      try {
        return moneyFormat(currency, most).format(amount as number);
      } catch {
        return `${number.format(Number(amount))} ${currency}`;
      }
    },
    bytes: (count: number) => {
      const names = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
      const step = Math.min(names.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
      const short = new Intl.NumberFormat(locale, { style: "unit", unit: names[step], unitDisplay: "short", maximumFractionDigits: step ? 1 : 0 });
      return short.format(count / 1000 ** step);
    },
    date: (time: string | number | Date) => date.format(new Date(time)),
    shortDate: (time: string | number | Date) => shortDate.format(new Date(time)),
    clock: (time: string | number | Date) => clock.format(new Date(time)),
    dateTime: (time: string | number | Date) => dateTime.format(new Date(time)),
    exact: (time: string | number | Date) => exact.format(new Date(time)),
    relative: (time: string | number | Date, now = Date.now()) => {
      const seconds = (new Date(time).getTime() - now) / 1000;
      const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
      return relative.format(Math.trunc(seconds / size), unit);
    },
    /** 130,000 ms -> 2 m 10 s */
    duration: (milliseconds: number) => {
      if (milliseconds < 1000) return narrow(Math.round(milliseconds), "millisecond");
      const total = milliseconds / 1000;
      if (total < 10) return part(Math.round(total * 10) / 10, "s");
      const seconds = Math.round(total);
      const steps: [number, string][] = [
        [Math.floor(seconds / 86_400), day],
        [Math.floor(seconds / 3_600) % 24, "h"],
        [Math.floor(seconds / 60) % 60, "m"],
        [seconds % 60, "s"],
      ];
      const first = steps.findIndex(([value]) => value > 0);
      return steps
        .slice(first, first + 2)
        .filter(([value]) => value > 0)
        .map(([value, letter]) => part(value, letter))
        .join(" ");
    },
    rate: (perSecond: number) => `${number.format(Math.round(perSecond))} ${rows}`,
  };
}
export type Formats = ReturnType<typeof formatsOf>;

const made = new Map<Language, Formats>();
export function formats(language: Language = currentLanguage()): Formats {
  const known = made.get(language) ?? formatsOf(language);
  made.set(language, known);
  return known;
}

export function useFormat(): Formats {
  const language = useLanguage();
  return useMemo(() => formats(language), [language]);
}
