import { describe, expect, it } from "vitest";
import { corrected, correctionFile } from "./corrections";
import type { KeptRow } from "./data";

const row: KeptRow = { row: 58, line: 72, byte: 0, severity: "reject", code: "import.not_a_number", field: "stock", raw: "", cells: ["A-1", ">100"], problems: [] };

describe("corrected rows", () => {
  it("keep what was not touched, short rows are filled up", () => {
    expect(corrected({}, row, 1, 3, "100")).toEqual({ 58: ["A-1", "100", ""] });
  });

  it("are none once everything is as it was", () => {
    const once = corrected({ 7: ["x"] }, row, 1, 2, "100");
    expect(corrected(once, row, 1, 2, ">100")).toEqual({ 7: ["x"] });
  });

  it("become a file with the row's number, in the order of the original", async () => {
    const file = correctionFile(["ref", "name"], { 120: ["B", 'Tea "green"'], 58: ["A", "a,b\nc"] });
    expect(await file.text()).toBe('quarantine_row,quarantine_problem,ref,name\r\n58,,A,"a,b\nc"\r\n120,,B,"Tea ""green"""\r\n');
  });
});
