import { describe, expect, it } from "vitest";
import { everyWeekday, type Plan, planOf, startOf, timingOf } from "./plan";

describe("plain words and cron", () => {
  it.each([
    ["30 4 * * *", { every: "day", time: "04:30", days: everyWeekday }],
    ["0 14 * * mon-fri", { every: "day", time: "14:00", days: [1, 2, 3, 4, 5] }],
    ["5 9 * * sat,sun", { every: "day", time: "09:05", days: [6, 0] }],
    ["15 6 1 * *", { every: "month", time: "06:15", day: 1 }],
  ] satisfies [string, Plan][])("%s is said and written back the same", (expression, plan) => {
    expect(planOf("cron", expression)).toEqual(plan);
    expect(timingOf(plan)).toEqual({ kind: "cron", expression });
  });
  it("understands numbers, 7 for Sunday, ranges over the week's end and short forms", () => {
    expect(planOf("cron", "0 0 * * 1,3,7")).toMatchObject({ days: [1, 3, 0] });
    expect(planOf("cron", "0 0 * * fri-mon")).toMatchObject({ days: [5, 6, 0, 1] });
    expect(planOf("cron", "@weekly")).toEqual({ every: "day", time: "00:00", days: [0] });
  });
  it.each(["*/15 * * * *", "0 4,16 * * *", "0 4 1-7 * mon", "0 4 * jan *", "0 25 * * *", "0 4 * * mon#1", "nonsense"])("keeps %s as it is", (expression) => {
    expect(planOf("cron", expression)).toEqual({ every: "custom", expression });
    expect(timingOf(planOf("cron", expression))).toEqual({ kind: "cron", expression });
  });
  it("keeps intervals and single times", () => {
    expect(timingOf(planOf("interval", "15m"))).toEqual({ kind: "interval", expression: "15m" });
    expect(timingOf(planOf("once", "2026-12-01T04:30"))).toEqual({ kind: "once", expression: "2026-12-01T04:30" });
  });
  it("no day chosen means every day, not never", () => {
    expect(timingOf({ every: "day", time: "04:30", days: [] }).expression).toBe("30 4 * * *");
  });
  it("going to an expression of one's own begins with what was chosen", () => {
    expect(startOf("custom", { every: "month", time: "06:15", day: 3 })).toEqual({ every: "custom", expression: "15 6 3 * *" });
  });
});
