import { readChoice, keepChoice } from "@/lib/storage";
import type { KeptRow } from "./data";

/** Cells a person has corrected, by row number; kept in this browser until they are imported. */
export type Corrections = Record<string, string[]>;

const key = (importId: string) => `fix.${importId}`;
export const readCorrections = (importId: string): Corrections => readChoice<Corrections>(key(importId), {});

export function keepCorrections(importId: string, corrections: Corrections) {
  if (Object.keys(corrections).length > 0) return keepChoice(key(importId), corrections);
  localStorage.removeItem(`si.${key(importId)}`);
}

/** A row's correction with one cell changed; as it was once more, it is none. */
export function corrected(corrections: Corrections, row: KeptRow, column: number, width: number, text: string): Corrections {
  const before = Array.from({ length: width }, (_, index) => row.cells[index] ?? "");
  const cells = [...(corrections[row.row] ?? before)];
  cells[column] = text;
  const others = Object.entries(corrections).filter(([number]) => number !== String(row.row));
  const isAsBefore = cells.every((cell, index) => cell === before[index]);
  return Object.fromEntries(isAsBefore ? others : [...others, [row.row, cells]]);
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The file the program takes corrected rows in: the row's number, what was wrong, and the columns of the original. */
export function correctionFile(columns: readonly string[], corrections: Corrections): Blob {
  const rows = Object.entries(corrections).sort((a, b) => Number(a[0]) - Number(b[0]));
  const lines = [["quarantine_row", "quarantine_problem", ...columns], ...rows.map(([row, cells]) => [row, "", ...cells])];
  return new Blob([lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("")], { type: "text/csv" });
}
