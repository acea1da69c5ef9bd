/** What a supplier's file can say of an offer, in the order people think of it. */
export const fields = [
  "sku", "gtin", "name", "brand", "category", "purchase_price", "retail_price", "currency", "vat_rate", "stock",
  "weight", "description", "image_urls", "manufacturer_reference", "minimum_order_quantity",
] as const;
export type FieldName = (typeof fields)[number];
export const isField = (name: string): name is FieldName => (fields as readonly string[]).includes(name);

export const numericFields: readonly FieldName[] = ["purchase_price", "retail_price", "vat_rate", "stock", "weight", "minimum_order_quantity"];
