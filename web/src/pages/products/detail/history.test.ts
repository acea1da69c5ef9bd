import { describe, expect, it } from "vitest";
import { changesOf, endOf, type Entry, entryAt, stepsOf, tonesOf, trendOf } from "./history";

const price = (supplier: string, from: string, to: string | null, value: string): Entry => ({
  supplier, sku: `${supplier}-1`, valid_from: `2026-03-${from}T06:00:00Z`, valid_to: to && `2026-03-${to}T06:00:00Z`, purchase_price: value, retail_price: null, currency: "EUR", stock: null,
});
const day = (number: number) => Date.parse(`2026-03-${String(number).padStart(2, "0")}T06:00:00Z`) / 1000;
const prices = [price("b", "03", null, "20"), price("a", "01", "04", "10.50"), price("a", "04", null, "9")];

describe("prices over time", () => {
  it("are one line a supplier over all moments, with gaps where nothing was known, and marks where it changed", () => {
    const { times, series } = stepsOf(prices, "purchase_price", tonesOf(["a", "b"]), Date.parse("2026-03-05T06:00:00Z"));
    expect(times).toEqual([day(1), day(3), day(4), day(5)]);
    const [b, a] = series;
    expect(a).toEqual({ label: "a", tone: "accent", values: [10.5, 10.5, 9, 9], marks: [0, 2] });
    expect(b).toEqual({ label: "b", tone: "created", values: [null, 20, 20, 20], marks: [1] });
  });
  it("end where an offer was withdrawn", () => {
    const { series } = stepsOf([price("a", "01", "02", "5")], "purchase_price", tonesOf(["a"]), Date.parse("2026-03-03T06:00:00Z"));
    expect(series[0]!.values).toEqual([5, null, null]);
  });
  it("are nothing when nothing was stated", () => {
    expect(stepsOf(prices, "stock", tonesOf([]), Date.now())).toEqual({ times: [], series: [] });
  });
  it("tell two offers of one supplier apart", () => {
    const { series } = stepsOf([price("a", "01", null, "5"), { ...price("a", "01", null, "6"), sku: "other" }], "purchase_price", tonesOf(["a"]), day(2) * 1000);
    expect(series.map((one) => one.label)).toEqual(["a a-1", "a other"]);
  });
});

describe("as of a day", () => {
  it("shows what was said then", () => {
    expect(entryAt(prices, "a", "a-1", day(3) * 1000)?.purchase_price).toBe("10.50");
    expect(entryAt(prices, "a", "a-1", day(4) * 1000)?.purchase_price).toBe("9");
    expect(entryAt(prices, "b", "b-1", day(2) * 1000)).toBeUndefined();
  });
  it("ends with the day, and today ends now", () => {
    const now = new Date("2026-03-05T10:00:00").getTime();
    expect(endOf("2026-03-05", now)).toBe(now);
    expect(endOf("2026-03-04", now)).toBe(new Date("2026-03-04T23:59:59.999").getTime());
  });
});

describe("the timeline", () => {
  it("has each change with its values before and after, latest first", () => {
    const changes = changesOf(prices, [{ ...price("a", "01", null, "1"), purchase_price: null, stock: 0 }]);
    expect(changes.map((one) => [one.at.slice(8, 10), one.supplier, one.measure, one.before, one.after])).toEqual([
      ["04", "a", "purchase_price", "10.50", "9"],
      ["03", "b", "purchase_price", undefined, "20"],
      ["01", "a", "purchase_price", undefined, "10.50"],
      ["01", "a", "stock", undefined, "0"],
    ]);
  });
  it("does not tell of what stayed the same", () => {
    expect(changesOf([price("a", "01", "02", "5"), price("a", "02", null, "5")], [])).toHaveLength(1);
  });
});

it("a trend is the prices of one offer in their order", () => {
  expect(trendOf(prices, "a", "a-1")).toEqual([10.5, 9]);
});
