import { expect, it } from "vitest";
import { daysOf, periodOf } from "./period";

const now = Date.parse("2026-11-22T10:00:00Z");

it("shows the last thirty days when nothing is asked, or nonsense", () => {
  expect(periodOf({}, now)).toEqual({ from: "2026-10-24", to: "2026-11-22" });
  expect(periodOf({ from: "yesterday", to: "2026-99-99" }, now)).toEqual({ from: "2026-10-24", to: "2026-11-22" });
  expect(periodOf({ from: "2026-11-30", to: "2026-11-22" }, now)).toEqual({ from: "2026-10-24", to: "2026-11-22" });
});
it("asks for no more days than the server sums", () => {
  const period = periodOf({ from: "2020-01-01", to: "2026-11-22" }, now);
  expect(daysOf(period)).toHaveLength(366);
});
it("names each day once, over the end of a month and a change of clocks", () => {
  expect(daysOf({ from: "2026-02-27", to: "2026-03-01" })).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(daysOf({ from: "2026-03-28", to: "2026-03-30" })).toEqual(["2026-03-28", "2026-03-29", "2026-03-30"]);
});
