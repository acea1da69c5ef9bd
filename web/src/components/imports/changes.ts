import type { Change, Report } from "./data";

/** One field of one offer, before and after. A new or withdrawn offer is one line with its whole content. */
export interface ChangeLine {
  key: string;
  change: Change;
  field: string;
  before: unknown;
  after: unknown;
}

type Values = Record<string, unknown>;
const valuesOf = (side: unknown): Values => (side && typeof side === "object" ? (side as Values) : {});

export function linesOf(change: Change): ChangeLine[] {
  const before = valuesOf(change.before);
  const after = valuesOf(change.after);
  const names = change.kind === "updated" ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : [];
  const line = (field: string): ChangeLine => ({ key: `${change.offer_id}.${change.kind}.${field}`, change, field, before: before[field], after: after[field] });
  return names.length > 0 ? names.map(line) : [{ ...line(""), before: change.before, after: change.after }];
}

export const changeFilters = ["all", "new", "price_up", "price_down", "stock_zero", "withdrawn", "other"] as const;
export type ChangeFilter = (typeof changeFilters)[number];

const prices = ["purchase_price", "retail_price"];

function isKind(line: ChangeLine, filter: ChangeFilter): boolean {
  const { before, after, field, change } = line;
  const bothNumbers = typeof before === "number" && typeof after === "number";
  switch (filter) {
    case "all":
      return true;
    case "new":
      return change.kind === "created";
    case "withdrawn":
      return change.kind === "withdrawn";
    case "price_up":
      return prices.includes(field) && bothNumbers && after > before;
    case "price_down":
      return prices.includes(field) && bothNumbers && after < before;
    case "stock_zero":
      return field === "stock" && after === 0 && before !== 0;
    case "other":
      return change.kind === "updated" && !changeFilters.slice(1, 6).some((one) => isKind(line, one));
  }
}

/** What a filter shows of a change it found: the lines it is about, or all when none stands out. */
export function linesFor(change: Change, filter: ChangeFilter): ChangeLine[] {
  const lines = linesOf(change);
  const about = lines.filter((line) => isKind(line, filter));
  return about.length > 0 ? about : lines;
}

/** How many changed offers each filter finds, as far as the report knows: older ones did not count by price and stock. */
export function countsOf(report: Pick<Report, "offers" | "change_counts"> | undefined): Partial<Record<ChangeFilter, number>> {
  if (!report) return {};
  const { offers, change_counts: counts } = report;
  const known = { all: offers.created + offers.updated + offers.withdrawn, new: offers.created, withdrawn: offers.withdrawn };
  return counts ? { ...known, price_up: counts.price_up, price_down: counts.price_down, stock_zero: counts.stock_to_zero, other: counts.other } : known;
}
