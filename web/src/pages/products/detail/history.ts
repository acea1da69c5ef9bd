import type { Schema } from "@/api";
import type { Series } from "@/components";

export type Entry = Schema<"catalog.HistoryEntryView">;
export type Measure = "purchase_price" | "retail_price" | "stock";

export const tones = ["accent", "created", "quarantined", "withdrawn", "failed", "skipped", "updated"] as const;
export type LineTone = (typeof tones)[number];

/** Each supplier keeps its colour in all that is shown of the product. */
export function tonesOf(suppliers: readonly string[]): Map<string, LineTone> {
  return new Map([...new Set(suppliers)].map((supplier, index) => [supplier, tones[index % tones.length]!]));
}

const valueOf = (entry: Entry, measure: Measure) => {
  const value = entry[measure];
  return value === null ? null : Number(value);
};
const lineName = (entry: Entry) => `${entry.supplier}\n${entry.sku}`;

/** One line an offer, over all times at which any of them changed and now; marks stand where this one changed. */
export function stepsOf(entries: readonly Entry[], measure: Measure, colours: ReadonlyMap<string, LineTone>, now: number): { times: number[]; series: Series[] } {
  const stated = entries.filter((entry) => entry[measure] !== null);
  if (stated.length === 0) return { times: [], series: [] };
  const seconds = (time: string) => Date.parse(time) / 1000;
  const ends = stated.flatMap((entry) => (entry.valid_to ? [seconds(entry.valid_from), seconds(entry.valid_to)] : [seconds(entry.valid_from)]));
  const times = [...new Set([...ends, now / 1000])].sort((a, b) => a - b);
  const lines = new Map<string, Entry[]>();
  for (const entry of stated) lines.set(lineName(entry), [...(lines.get(lineName(entry)) ?? []), entry]);
  const isAlone = new Map<string, number>();
  for (const [first] of lines.values()) isAlone.set(first!.supplier, (isAlone.get(first!.supplier) ?? 0) + 1);
  const series = [...lines.values()].map((line): Series => {
    const { supplier, sku } = line[0]!;
    const begun = new Set(line.map((entry) => seconds(entry.valid_from)));
    return {
      label: isAlone.get(supplier)! > 1 ? `${supplier} ${sku}` : supplier,
      tone: colours.get(supplier) ?? "accent",
      values: times.map((time) => {
        const entry = line.find((one) => seconds(one.valid_from) <= time && (one.valid_to === null || time < seconds(one.valid_to)));
        return entry ? valueOf(entry, measure) : null;
      }),
      marks: times.flatMap((time, index) => (begun.has(time) ? [index] : [])),
    };
  });
  return { times, series };
}

/** What an offer said at a time; undefined when nothing of it is known then. */
export function entryAt(entries: readonly Entry[], supplier: string, sku: string, time: number): Entry | undefined {
  return entries.find(
    (one) => one.supplier === supplier && one.sku === sku && Date.parse(one.valid_from) <= time && (one.valid_to === null || time < Date.parse(one.valid_to)),
  );
}

/** The end of a day where the reader is, but never later than now. */
export const endOf = (day: string, now = Date.now()) => Math.min(now, new Date(`${day}T23:59:59.999`).getTime());

export interface Change {
  key: string;
  at: string;
  supplier: string;
  sku: string;
  measure: Measure;
  before: string | undefined;
  after: string | undefined;
  currency: string | undefined;
  isFirst: boolean;
}

/** What happened to the offers of a product, latest first: a change is where an interval begins with another value than the one before. */
export function changesOf(prices: readonly Entry[], stocks: readonly Entry[]): Change[] {
  const changes: Change[] = [];
  const collect = (entries: readonly Entry[], measure: Measure) => {
    const lines = new Map<string, Entry[]>();
    for (const entry of entries) lines.set(lineName(entry), [...(lines.get(lineName(entry)) ?? []), entry]);
    for (const line of lines.values()) {
      const sorted = [...line].sort((a, b) => a.valid_from.localeCompare(b.valid_from));
      sorted.forEach((entry, index) => {
        const last = sorted[index - 1];
        const text = (one: Entry | undefined) => (one?.[measure] === null || one === undefined ? undefined : String(one[measure]));
        if (text(last) === text(entry)) return;
        changes.push({
          key: `${measure}-${lineName(entry)}-${entry.valid_from}`, at: entry.valid_from, supplier: entry.supplier, sku: entry.sku, measure,
          before: text(last), after: text(entry), currency: entry.currency ?? undefined, isFirst: last === undefined,
        });
      });
    }
  };
  collect(prices, "purchase_price");
  collect(prices, "retail_price");
  collect(stocks, "stock");
  return changes.sort((a, b) => b.at.localeCompare(a.at));
}

/** Prices of one offer, the oldest first: for a trend in the height of a word. */
export function trendOf(prices: readonly Entry[], supplier: string, sku: string): number[] {
  return prices
    .filter((one) => one.supplier === supplier && one.sku === sku && one.purchase_price !== null)
    .sort((a, b) => a.valid_from.localeCompare(b.valid_from))
    .map((one) => Number(one.purchase_price));
}
