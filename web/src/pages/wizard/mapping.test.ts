import { describe, expect, it } from "vitest";
import { assign, type Column, hasIdentity, type MappingDocument, missingColumns, tally, targetsOf, textOf } from "./mapping";

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name, type: "text", evidence: "", filled: 1, distinct: 1, samples: [], decimal_mark: "", thousands_mark: "", currency: "", suggestion: null, ...more,
});
const document: MappingDocument = { fields: { sku: "Ref", name: { from: ["Brand", "Model"], join: " " } }, attributes: { colour: "Colour" }, duplicates: "last" };

describe("sending a column somewhere", () => {
  it("takes it away from where it went, and from a join leaves the others", () => {
    const next = assign(document, column("Brand"), { kind: "field", name: "brand" });
    expect(next.fields).toEqual({ sku: "Ref", name: { from: "Model", join: " " }, brand: "Brand" });
  });

  it("replaces the column that was there", () => {
    const next = assign(document, column("Code"), { kind: "field", name: "sku" });
    expect(targetsOf(next, "Ref")).toEqual([]);
    expect(targetsOf(next, "Code")).toEqual([{ kind: "field", name: "sku" }]);
  });

  it("joins it when that is wished", () => {
    expect(assign(document, column("Colour"), { kind: "field", name: "name" }, true).fields.name).toEqual({ from: ["Brand", "Model", "Colour"], join: " " });
  });

  it("keeps how numbers are written, where the field holds numbers", () => {
    const price = column("Prix", { decimal_mark: ",", thousands_mark: "." });
    expect(assign(document, price, { kind: "field", name: "purchase_price" }).fields.purchase_price).toEqual({ from: "Prix", number: { decimal: ",", thousands: "." } });
    expect(assign(document, price, { kind: "field", name: "brand" }).fields.brand).toBe("Prix");
  });

  it("nowhere removes what nothing feeds, and no empty group stays", () => {
    const next = assign(document, column("Colour"), null);
    expect(next).not.toHaveProperty("attributes");
    expect(next.duplicates).toBe("last");
  });

  it("where it goes already changes nothing", () => {
    const changed: MappingDocument = { fields: { stock: { from: "Stock", transforms: ["availability"] } } };
    expect(textOf(assign(changed, column("Stock"), { kind: "field", name: "stock" }))).toBe(textOf(changed));
  });
});

describe("a document", () => {
  const columns = ["Ref", "Brand", "Model", "Colour", "Notes"].map((name) => column(name));
  it("is told in numbers: none of the columns is lost", () => {
    expect(tally(document, columns)).toEqual({ mapped: 3, attributes: 1, left: 1 });
  });
  it("names columns the file does not have", () => {
    expect(missingColumns(document, columns.slice(0, 2))).toEqual(["Model", "Colour"]);
  });
  it("needs a reference or a code", () => {
    expect(hasIdentity({ fields: { gtin: "EAN" } })).toBe(true);
    expect(hasIdentity({ fields: { name: "Name" } })).toBe(false);
  });
  it("is the same whatever the order of its members", () => {
    expect(textOf({ duplicates: "last", fields: { name: "N", sku: "S" } })).toBe(textOf({ fields: { sku: "S", name: "N" }, duplicates: "last" }));
  });
});
