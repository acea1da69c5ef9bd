import type { Language } from "@/i18n";

type Cell = string | number | null | undefined;

/** Spreadsheets of a French system part columns at semicolons. */
export const separatorOf = (language: Language) => (language === "fr" ? ";" : ",");

/** Rows as CSV. A text that a spreadsheet would take for a formula is written as a text. */
export function csvOf(rows: readonly (readonly Cell[])[], separator: string) {
  const write = (cell: Cell) => {
    if (cell === null || cell === undefined) return "";
    const text = typeof cell === "number" ? String(cell) : cell.replace(/^(?=[=+\-@\t\r])/, "'");
    return /["\r\n;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(write).join(separator)}\r\n`).join("");
}

/** Gives the text to the browser to keep; the mark at its beginning tells spreadsheets that it is UTF-8. */
export function keepAsFile(text: string, name: string) {
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
