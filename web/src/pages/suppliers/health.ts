import type { Schema } from "@/api";

type Import = Schema<"imports.ImportView">;
export type Health = "running" | "failing" | "silent" | "fine" | "never";

/** How a supplier stands, by its last imports, latest first. A dry run says nothing of the catalogue. */
export function healthOf(imports: readonly Import[], isSilent: boolean): { state: Health; last: Import | undefined } {
  const real = imports.filter((one) => !one.dry_run);
  const last = real.find((one) => one.status !== "cancelled") ?? real[0];
  if (!last) return { state: "never", last };
  if (last.status === "running" || last.status === "waiting") return { state: "running", last };
  if (last.status === "failed") return { state: "failing", last };
  return { state: isSilent ? "silent" : "fine", last };
}

/** Those of one supplier out of the latest of all; undefined when too few are known to tell. */
export function importsOf(code: string, latest: Schema<"imports.ImportListView"> | undefined): Import[] | undefined {
  if (!latest) return undefined;
  const own = latest.items.filter((one) => one.supplier === code);
  return own.some((one) => !one.dry_run) || latest.next_cursor === null ? own : undefined;
}

/** Finished of all that ended by themselves; undefined when none did. */
export function successShare(figures: { finished: number; failed: number } | undefined): number | undefined {
  const ended = figures ? figures.finished + figures.failed : 0;
  return figures && ended > 0 ? figures.finished / ended : undefined;
}

const dayLength = 86_400_000;
export const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The report names only days with imports; a chart needs each of them. */
export function everyDay<T>(items: readonly (T & { key: string })[], days: number, now = Date.now()): { second: number; found: T | undefined }[] {
  const known = new Map(items.map((item) => [item.key, item]));
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(now - (days - 1 - index) * dayLength);
    return { second: Date.parse(`${day}T00:00:00Z`) / 1000, found: known.get(day) };
  });
}
