import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export interface ShortColumn<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** Names the row for screen readers. */
  isHead?: boolean;
  className?: string;
}

interface Props<Row> {
  /** Read aloud. */
  label: string;
  columns: readonly ShortColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Sums under the rows, by the column's key. */
  footer?: Partial<Record<string, ReactNode>>;
  minWidth?: string;
}

/** A table of some dozens of rows that is read as a whole and printed as a whole. Long lists are DataTable's. */
export function ShortTable<Row>({ label, columns, rows, rowKey, footer, minWidth = "min-w-160" }: Props<Row>) {
  const place = (column: ShortColumn<Row>) => cx("px-4 py-2", column.isNumber && "text-right", column.className);
  return (
    // It scrolls sideways on small screens, so it must be reachable by keyboard.
    <div className="relative overflow-x-auto print:overflow-visible" role="region" aria-label={label} tabIndex={0}>
      <table className={cx("w-full text-14", minWidth)}>
        <thead>
          <tr className="border-b border-border text-left text-13 text-muted">
            {columns.map((column) => (
              <th key={column.key} scope="col" className={cx(place(column), "font-medium whitespace-nowrap")}>{column.header}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-border last:border-0">
              {columns.map((column) =>
                column.isHead ? (
                  <th key={column.key} scope="row" className={cx(place(column), "text-left font-medium")}>{column.cell(row)}</th>
                ) : (
                  <td key={column.key} className={place(column)}>{column.cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {footer && (
          <tfoot>
            <tr className="border-t border-border-strong font-semibold">
              {columns.map((column) => (
                <td key={column.key} className={place(column)}>{footer[column.key]}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
