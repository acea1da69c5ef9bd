import { describe, expect, it } from "vitest";
import { formatsOf } from "@/lib/format";
import { editOf, shownValue, typedValue } from "./values";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const fr = formatsOf("fr");

describe("a value as it is typed and sent", () => {
  it("takes amounts as people write them", () => {
    expect(editOf("retail_price", " 1 234,50 ")).toEqual({ retail_price: "1234.50" });
    expect(editOf("currency", "gbp")).toEqual({ currency: "GBP" });
    expect(editOf("name", " Faitout, 28 cm ")).toEqual({ name: "Faitout, 28 cm" });
  });
  it("empty means shown as empty", () => {
    expect(editOf("brand", "")).toEqual({ brand: "" });
    expect(editOf("image_urls", "")).toEqual({ image_urls: [] });
  });
  it("lists are a line each, and come back the same", () => {
    expect(editOf("image_urls", "https://a/1.jpg\n\n https://a/2.jpg ")).toEqual({ image_urls: ["https://a/1.jpg", "https://a/2.jpg"] });
    const attributes = { colour: "red", size: "10:20" };
    expect(editOf("attributes", typedValue({ attributes }, "attributes"))).toEqual({ attributes });
  });
});

it("a value as it is read is written by the language", () => {
  expect(plain(shownValue({ retail_price: "103.7", currency: "EUR" }, "retail_price", fr))).toBe("103,70 €");
  expect(plain(shownValue({ vat_rate: "5.5" }, "vat_rate", fr))).toBe("5,5 %");
  expect(plain(shownValue({ weight_grams: "4449" }, "weight_grams", fr))).toBe("4,449 kg");
  expect(shownValue({ brand: null }, "brand", fr)).toBe("");
});
