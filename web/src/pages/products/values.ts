import type { Schema } from "@/api";
import type { Formats } from "@/lib/format";

/** The shown fields a person can set, in the order they are read. */
export const shownFields = [
  "name", "brand", "category", "manufacturer_reference", "description", "retail_price", "currency", "vat_rate", "weight_grams", "image_urls", "attributes",
] as const;
export type ShownField = (typeof shownFields)[number];
/** Those that make sense for many products at once. */
export const bulkFields = ["brand", "category", "vat_rate", "retail_price", "currency", "weight_grams", "manufacturer_reference", "name"] as const satisfies readonly ShownField[];
export type BulkField = (typeof bulkFields)[number];

/** Where the API names a field by what it is, not by its unit. */
export const apiName = (field: ShownField) => (field === "weight_grams" ? "weight" : field);
export const isByHand = (product: { set_by_hand: readonly string[] }, field: ShownField) =>
  product.set_by_hand.includes(field) || product.set_by_hand.includes(apiName(field));

type Fields = Partial<Pick<Schema<"catalog.ProductView">, ShownField>>;

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** As it is typed into a field. */
export function typedValue(product: Fields, field: ShownField): string {
  const value = product[field];
  if (value === null || value === undefined) return "";
  if (field === "image_urls") return (value as string[]).join("\n");
  if (field === "attributes") return Object.entries(value as object).map(([name, one]) => `${name}: ${written(one)}`).join("\n");
  return String(value);
}

/** As it is read. */
export function shownValue(product: Fields, field: ShownField, format: Formats): string {
  const text = typedValue(product, field);
  if (text === "") return "";
  if (field === "retail_price") return format.money(text, product.currency ?? undefined);
  if (field === "vat_rate") return format.percent(Number(text) / 100);
  if (field === "weight_grams") return weight(Number(text), format);
  return text;
}

function weight(grams: number, format: Formats) {
  const [value, unit] = grams >= 1000 ? [grams / 1000, "kilogram"] : [grams, "gram"];
  return new Intl.NumberFormat(format.locale, { style: "unit", unit, maximumFractionDigits: 3 }).format(value as number);
}

/** What the API takes for a text that was typed: decimal comma or point, an image a line, "name: value" a line. */
export function editOf(field: ShownField, typed: string): Schema<"catalog.ProductEditInput"> {
  const text = typed.trim();
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (field === "image_urls") return { image_urls: lines };
  if (field === "attributes") {
    return { attributes: Object.fromEntries(lines.map((line) => [line.split(":")[0]!.trim(), line.includes(":") ? line.slice(line.indexOf(":") + 1).trim() : ""])) };
  }
  const isNumber = field === "retail_price" || field === "vat_rate" || field === "weight_grams";
  return { [field]: isNumber ? text.replace(/\s/g, "").replace(",", ".") : field === "currency" ? text.toUpperCase() : text };
}
