import { describe, expect, it } from "vitest";
import type { Schema } from "@/api";
import { alertsOf, countBack, everyDay, latestRuns, successRate, suppliersInTrouble } from "./figures";

const rows = { read: 10, created: 9, updated: 0, unchanged: 0, quarantined: 1, skipped: 0 };
const run = (id: string, supplier: string, status: string) =>
  ({ id, supplier, status, file_name: `${id}.csv`, mode: "full", ended_at: "2026-03-03T06:00:00Z", rows, duration_ms: 1 }) as Schema<"analytics.ImportRunView">;
const board = (latest: Schema<"analytics.ImportRunView">[], more: Partial<Schema<"analytics.DashboardView">> = {}) =>
  ({
    imports: { running: 0, finished_24h: 0, failed_24h: 0, cancelled_24h: 0, rows_in_quarantine: 0 },
    stale_feeds: { after_days: 7, items: [] },
    latest_imports: latest,
    ...more,
  }) as unknown as Schema<"analytics.DashboardView">;

describe("alerts", () => {
  it("do not name a failure that a later run has mended", () => {
    expect(alertsOf(board([run("2", "a", "finished"), run("1", "a", "failed")]), 0)).toEqual([]);
    expect(alertsOf(board([run("2", "a", "failed"), run("1", "a", "finished")]), 0)).toMatchObject([{ kind: "failed", supplier: "a" }]);
  });
  it("count a supplier in trouble once", () => {
    const both = board([run("1", "a", "failed")], { stale_feeds: { after_days: 7, items: [{ supplier: "a", last_finished_at: "2026-01-01T00:00:00Z" }] } });
    expect(alertsOf(both, 0)).toHaveLength(2);
    expect(suppliersInTrouble(alertsOf(both, 0))).toBe(1);
  });
});

describe("figures", () => {
  it("name every day, also those without imports", () => {
    const days = everyDay([], 3, Date.parse("2026-03-01T12:00:00Z"));
    expect(days.map((day) => day.day)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  });
  it("have no success rate where nothing ended", () => {
    expect(successRate([{ finished: 0, failed: 0 }])).toBeUndefined();
    expect(successRate([{ finished: 3, failed: 1 }])).toBe(0.75);
  });
  it("count back from what is", () => {
    expect(countBack(100, [10, 0, 20])).toEqual([80, 80, 100]);
  });
  it("take the first run of a supplier as its latest", () => {
    expect(latestRuns([run("2", "a", "finished"), run("1", "a", "failed")]).get("a")?.id).toBe("2");
  });
});
