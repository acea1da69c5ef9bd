import type { Translate } from "@/i18n";
import type { Column } from "./mapping";

const types = ["empty", "gtin", "url", "currency", "boolean", "date", "integer", "decimal", "text"] as const;

/** What a column looks like, from the figures beside the server's sentence: for languages the server does not speak. */
export function looksOf(t: Translate, column: Pick<Column, "type" | "filled" | "distinct" | "decimal_mark" | "currency">) {
  const type = types.find((one) => one === column.type) ?? "text";
  if (type === "empty") return t("wizard.looks.empty");
  return [
    t(`wizard.looks.${type}`),
    t("wizard.looks.count", { count: column.filled, distinct: column.distinct }),
    type === "decimal" && column.decimal_mark !== "" && t(column.decimal_mark === "," ? "wizard.looks.comma" : "wizard.looks.point"),
    column.currency,
  ].filter(Boolean).join(" · ");
}

/** Why a field is suggested: the server's reason names the column's title where that is what it goes by. */
export function reasonOf(t: Translate, { name, suggestion }: Pick<Column, "name" | "suggestion">) {
  return suggestion?.reason.includes(`“${name}”`) ? t("wizard.looks.title", { title: name }) : t("wizard.looks.content");
}
