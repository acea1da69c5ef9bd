/** The causes a row can be kept for, and what becomes of the row unless the mapping says otherwise. */
const severities = {
  sku_missing: "reject", gtin_not_digits: "reject", gtin_length: "reject", gtin_checksum: "reject", gtin_digits_lost: "reject",
  gtin_repaired: "warn", gtin_restricted: "warn", gtin_placeholder: "warn", name_missing: "warn", text_too_long: "reject",
  url_invalid: "warn", not_a_number: "reject", not_in_lookup: "reject", not_a_date: "reject", price_negative: "reject",
  price_zero: "warn", price_too_large: "reject", price_below_cost: "warn", currency_unknown: "reject", currency_conflict: "reject",
  vat_missing: "reject", vat_not_a_rate: "warn", vat_out_of_range: "reject", vat_unusual: "warn", not_whole: "reject",
  stock_negative: "reject", stock_too_large: "reject", minimum_order_invalid: "warn", weight_invalid: "warn", row_ragged: "warn",
  stray_quote: "warn", unclosed_quote: "reject", record_too_long: "reject", json_invalid: "reject", xml_ampersand_mended: "warn",
  encoding_repaired: "warn", cell_error: "warn", formula_without_value: "warn", duplicate_in_file: "reject", duplicate_identical: "warn",
} as const;
export type CauseName = keyof typeof severities;

export const isCause = (name: string): name is CauseName => name in severities;

export function severityOf(code: string, rules: Record<string, string> = {}): string {
  const name = code.replace("import.", "");
  return rules[code] ?? (isCause(name) ? severities[name] : "reject");
}
