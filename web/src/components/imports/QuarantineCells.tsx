import type { ColumnDef } from "@tanstack/react-table";
import { createContext, useContext } from "react";
import { serverLanguage } from "@/api/problem-words";
import { type Translate, useLanguage, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Tooltip } from "../Tooltip";
import { isCause } from "./causes";
import type { Corrections } from "./corrections";
import type { KeptRow } from "./data";
import { isField } from "./fields";

interface RowProblem {
  code: string;
  message: string;
  cure: string;
  field: string;
}
const problemsOf = (row: KeptRow) => (Array.isArray(row.problems) ? (row.problems as RowProblem[]) : []);

interface Correcting {
  corrections: Corrections;
  edit: (row: KeptRow, column: number, text: string) => void;
  /** Which columns of the file a field is read from. */
  columnOf?: (field: string) => string[];
  isFixed: boolean;
}
/** Cells find what was typed here: a table whose columns changed with every key would lose the focus. */
export const CorrectionContext = createContext<Correcting>({ corrections: {}, edit: () => undefined, isFixed: true });

export const wrongColumns = (row: KeptRow, columnOf?: (field: string) => string[]) => problemsOf(row).flatMap((problem) => columnOf?.(problem.field) ?? []);

/** The server's sentence names the value, which stands in its cell too; in another language the cause is told, and of which field. */
function wordsOf(t: Translate, { code, field, message, cure }: RowProblem) {
  const name = code.replace("import.", "");
  if (!isCause(name)) return { message, cure };
  const cause = t(`imports.cause.${name}`);
  return { message: isField(field) ? t("imports.fix.of_field", { field: t(`imports.field.${field}`), cause }) : `${cause}.`, cure: t(`imports.cure.${name}`) };
}

export function WhatIsWrong({ row }: { row: KeptRow }) {
  const t = useT();
  const isServers = useLanguage() === serverLanguage;
  const said = problemsOf(row);
  const problems = isServers ? said : said.map((one) => wordsOf(t, one));
  const messages = problems.map((one) => one.message).join(" ");
  const cures = problems.map((one) => one.cure).join(" ");
  const original = isServers ? "" : `${t("common.error.original")} ${said.map((one) => one.message).join(" ")}`;
  return (
    <Tooltip text={[messages, cures, original].filter(Boolean).join(" ")}>
      <span className="block truncate text-13 max-sm:whitespace-normal">
        {messages}
        <span className="text-muted sm:sr-only"> {cures}</span>
      </span>
    </Tooltip>
  );
}

export function Cell({ row, name, column }: { row: KeptRow; name: string; column: number }) {
  const t = useT();
  const { corrections, edit, columnOf, isFixed } = useContext(CorrectionContext);
  const before = row.cells[column] ?? "";
  const value = corrections[row.row]?.[column] ?? before;
  const isChanged = value !== before;
  const isWrong = wrongColumns(row, columnOf).includes(name);
  return (
    <input
      value={value}
      disabled={isFixed}
      aria-label={t("imports.fix.cell", { row: row.row, column: name })}
      aria-invalid={(isWrong && !isChanged) || undefined}
      title={isChanged ? t("imports.fix.was", { value: before }) : undefined}
      className={cx(
        "h-7 w-full rounded-sm border px-1.5 font-mono text-13 hover:border-border-strong max-sm:h-9 max-sm:text-16",
        isChanged ? "border-updated bg-updated-soft" : isWrong ? "border-quarantined bg-quarantined-soft" : "border-transparent bg-transparent max-sm:border-border",
      )}
      onChange={(event) => edit(row, column, event.target.value)}
    />
  );
}

/** Columns with something to correct come first, so that nobody has to look for them. */
export function columnsOf(t: ReturnType<typeof useT>, names: readonly string[], first: readonly string[]): ColumnDef<KeptRow>[] {
  const line: ColumnDef<KeptRow> = { id: "quarantine.line", header: t("imports.line"), size: 76, meta: { align: "right" }, cell: ({ row: { original } }) => original.line };
  const wrong: ColumnDef<KeptRow> = { id: "quarantine.problem", header: t("imports.fix.problem"), size: 340, cell: ({ row: { original } }) => <WhatIsWrong row={original} /> };
  const cells = names.map((name, index): ColumnDef<KeptRow> => ({ id: `file.${index}`, header: name, size: 150, cell: ({ row: { original } }) => <Cell row={original} name={name} column={index} /> }));
  const isFirst = (column: ColumnDef<KeptRow>) => first.includes(String(column.header));
  return [line, wrong, ...cells.filter(isFirst), ...cells.filter((column) => !isFirst(column))];
}
