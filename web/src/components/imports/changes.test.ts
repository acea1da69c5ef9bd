import { describe, expect, it } from "vitest";
import { changeFilters, countByFilter, linesOf, passes } from "./changes";
import type { Change } from "./data";

const updated = (before: object, after: object): Change => ({ kind: "updated", offer_id: "o", sku: "A-1", name: "Tea", row: 3, before, after });

describe("the changes of an import", () => {
  it("are one line a field", () => {
    const lines = linesOf(updated({ stock: 4, retail_price: 100 }, { stock: 0, retail_price: 90 }));
    expect(lines.map((line) => [line.field, line.before, line.after])).toEqual([["stock", 4, 0], ["retail_price", 100, 90]]);
  });

  it("are one line for an offer that is new or withdrawn", () => {
    expect(linesOf({ ...updated({}, { stock: 1 }), kind: "created", before: null })).toHaveLength(1);
    expect(linesOf({ ...updated({ stock: 1 }, {}), kind: "withdrawn" })).toHaveLength(1);
  });

  it("are told apart: dearer, cheaper, sold out, other", () => {
    const lines = linesOf(updated({ stock: 4, retail_price: 100, purchase_price: 50, name: "Tee" }, { stock: 0, retail_price: 90, purchase_price: 55, name: "Tea" }));
    const shown = Object.fromEntries(changeFilters.map((filter) => [filter, lines.filter((line) => passes(line, filter)).map((line) => line.field)]));
    expect(shown).toMatchObject({ price_up: ["purchase_price"], price_down: ["retail_price"], stock_zero: ["stock"], other: ["name"], withdrawn: [] });
    expect(countByFilter(lines)).toMatchObject({ all: 4, price_up: 1, other: 1 });
  });

  it("a first price is neither dearer nor cheaper, and stock that was zero did not run out", () => {
    const lines = linesOf(updated({ retail_price: null, stock: 0 }, { retail_price: 90, stock: 0 }));
    expect(countByFilter(lines)).toMatchObject({ price_up: 0, price_down: 0, stock_zero: 0 });
  });
});
