import { describe, expect, it } from "vitest";
import { changeFilters, countsOf, linesFor, linesOf } from "./changes";
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
    const change = updated({ stock: 4, retail_price: 100, purchase_price: 50, name: "Tee" }, { stock: 0, retail_price: 90, purchase_price: 55, name: "Tea" });
    const shown = Object.fromEntries(changeFilters.map((filter) => [filter, linesFor(change, filter).map((line) => line.field)]));
    expect(shown).toMatchObject({ price_up: ["purchase_price"], price_down: ["retail_price"], stock_zero: ["stock"], other: ["name"] });
    expect(shown.all).toHaveLength(4);
  });

  it("show every line where none stands out", () => {
    expect(linesFor(updated({ currency: "EUR", retail_price: null }, { currency: "GBP", retail_price: 90 }), "price_up")).toHaveLength(2);
  });

  it("are counted by the report, as far as it knows", () => {
    const offers = { created: 3, updated: 2, unchanged: 9, withdrawn: 1 };
    expect(countsOf({ offers, change_counts: { price_up: 1, price_down: 1, stock_to_zero: 0, other: 0 } })).toEqual({ all: 6, new: 3, withdrawn: 1, price_up: 1, price_down: 1, stock_zero: 0, other: 0 });
    expect(countsOf({ offers })).toEqual({ all: 6, new: 3, withdrawn: 1 });
    expect(countsOf(undefined)).toEqual({});
  });
});
