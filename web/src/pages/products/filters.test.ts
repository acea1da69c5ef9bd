import { describe, expect, it } from "vitest";
import { activeFilters, exportPath, filtersOf, isSameView, queryOf } from "./filters";

describe("filters in the address", () => {
  it("are those of the API; what cannot be understood is left out", () => {
    const filters = filtersOf({ search: "faitout", in_stock: false, min_price: "12,5", max_price: "dear", sort: "-price", has_gtin: "yes", other: 1 });
    expect(queryOf(filters)).toEqual({ search: "faitout", in_stock: false, min_price: "12.5", sort: "-price" });
  });
  it("take a code of figures as text, and no order they do not know", () => {
    expect(queryOf(filtersOf({ search: 3349915787970, sort: "-gtin" }))).toEqual({ search: "3349915787970" });
    expect(queryOf(filtersOf({ search: "  " }))).toEqual({});
  });
  it("are counted without the words searched for", () => {
    expect(activeFilters(filtersOf({ search: "a", brand: "b", in_stock: false }))).toEqual(["brand", "in_stock"]);
  });
});

it("a file has what the list shows", () => {
  expect(exportPath(filtersOf({ search: "thé & café", in_stock: true, sort: "name" }), "csv")).toBe("/api/v1/products/export?search=th%C3%A9+%26+caf%C3%A9&in_stock=true&format=csv");
});

it("views are the same when they narrow the same", () => {
  expect(isSameView(filtersOf({ brand: "a" }), { brand: "a" })).toBe(true);
  expect(isSameView({ brand: "a" }, { brand: "a", in_stock: true })).toBe(false);
});
