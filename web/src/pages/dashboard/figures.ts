import type { Schema } from "@/api";

type Figures = Schema<"analytics.ImportFiguresView">;
type Dashboard = Schema<"analytics.DashboardView">;
type Run = Schema<"analytics.ImportRunView">;

const dayLength = 86_400_000;
export const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
export const secondsOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

/** The report names only days with imports; a chart needs each of them. */
export function everyDay(items: readonly Figures[], days: number, now = Date.now()) {
  const known = new Map(items.map((item) => [item.key, item]));
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(now - (days - 1 - index) * dayLength);
    const found = known.get(day);
    return { day, runs: found?.runs ?? 0, finished: found?.finished ?? 0, failed: found?.failed ?? 0, cancelled: found?.cancelled ?? 0 };
  });
}
export type Day = ReturnType<typeof everyDay>[number];

/** Finished of all that ended by themselves; undefined when none did. A cancelled import is nobody's failure. */
export function successRate(days: readonly Pick<Day, "finished" | "failed">[]): number | undefined {
  const finished = days.reduce((sum, day) => sum + day.finished, 0);
  const ended = finished + days.reduce((sum, day) => sum + day.failed, 0);
  return ended === 0 ? undefined : finished / ended;
}

/** What the count was on each day, from what it is and what was added. */
export function countBack(now: number, added: readonly number[]): number[] {
  const counts: number[] = [];
  let count = now;
  for (let index = added.length - 1; index >= 0; index -= 1) {
    counts.unshift(count);
    count = Math.max(0, count - (added[index] ?? 0));
  }
  return counts;
}

/** How many of these times are on each of the days. */
export function perDay(times: readonly string[], days: readonly string[]) {
  return days.map((day) => times.filter((time) => time.startsWith(day)).length);
}

/** The latest run of each supplier, from runs that come latest first. */
export function latestRuns(runs: readonly Run[]): Map<string, Run> {
  const latest = new Map<string, Run>();
  for (const run of runs) if (!latest.has(run.supplier)) latest.set(run.supplier, run);
  return latest;
}

export type Alert =
  | { kind: "failed"; supplier: string; run: Run }
  | { kind: "silent"; supplier: string; since: string; days: number }
  | { kind: "quarantine"; rows: number; run: Run | undefined }
  | { kind: "out_of_stock"; products: number };

/** What needs somebody, the most urgent first. A failure that a later run has mended needs nobody. */
export function alertsOf(board: Dashboard, outOfStock: number): Alert[] {
  const latest = latestRuns(board.latest_imports);
  const alerts: Alert[] = [];
  for (const [supplier, run] of latest) if (run.status === "failed") alerts.push({ kind: "failed", supplier, run });
  for (const feed of board.stale_feeds.items) {
    alerts.push({ kind: "silent", supplier: feed.supplier, since: feed.last_finished_at, days: board.stale_feeds.after_days });
  }
  if (board.imports.rows_in_quarantine > 0) {
    const run = [...latest.values()].filter((one) => one.rows.quarantined > 0).sort((a, b) => b.rows.quarantined - a.rows.quarantined)[0];
    alerts.push({ kind: "quarantine", rows: board.imports.rows_in_quarantine, run });
  }
  if (outOfStock > 0) alerts.push({ kind: "out_of_stock", products: outOfStock });
  return alerts;
}

/** How many suppliers need somebody: each counts once, however much is wrong. */
export const suppliersInTrouble = (alerts: readonly Alert[]) =>
  new Set(alerts.flatMap((alert) => (alert.kind === "failed" || alert.kind === "silent" ? [alert.supplier] : []))).size;
