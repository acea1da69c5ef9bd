import { describe, expect, it } from "vitest";
import { changesBetween, linesOf } from "./mapping";

describe("a mapping as lines", () => {
  it("says columns and how they are read", () => {
    expect(linesOf({ fields: { sku: "ref", weight: { from: ["a", "b"], unit: "kg", number: { decimal: "," } } }, default_currency: "EUR" })).toEqual([
      { target: "sku", from: "ref", how: [] },
      { target: "weight", from: "a + b", how: ["number.decimal = ,", "unit = kg"] },
      { target: "default_currency", from: "EUR", how: [] },
    ]);
  });
  it("says nothing of what is no mapping", () => {
    expect(linesOf(null)).toEqual([]);
    expect(linesOf([1])).toEqual([]);
  });
});

describe("two versions", () => {
  it("differ by field: added, changed, removed", () => {
    const before = { fields: { sku: "ref", brand: "marque", stock: { from: "qte", number: { decimal: "," } } } };
    const after = { fields: { sku: { from: "ref" }, stock: { from: "stock", number: { decimal: "," } }, name: "libelle" } };
    expect(changesBetween(before, after)).toEqual([
      { target: "brand", kind: "removed", before: "marque", after: undefined },
      { target: "stock", kind: "changed", before: "qte · number.decimal = ,", after: "stock · number.decimal = ," },
      { target: "name", kind: "added", before: undefined, after: "libelle" },
    ]);
  });
  it("are the same when only the order or the short form differs", () => {
    expect(changesBetween({ fields: { a: "x", b: { unit: "kg", from: "y" } } }, { fields: { b: { from: "y", unit: "kg" }, a: { from: "x" } } })).toEqual([]);
  });
});
