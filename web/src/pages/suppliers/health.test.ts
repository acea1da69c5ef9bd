import { describe, expect, it } from "vitest";
import type { Schema } from "@/api";
import { everyDay, healthOf, importsOf, successShare } from "./health";

type Import = Schema<"imports.ImportView">;
const run = (status: string, more: Partial<Import> = {}) => ({ status, supplier: "a", dry_run: false, ...more }) as Import;

describe("the health of a supplier", () => {
  it("is that of its last import", () => {
    expect(healthOf([run("finished"), run("failed")], false).state).toBe("fine");
    expect(healthOf([run("failed"), run("finished")], false).state).toBe("failing");
    expect(healthOf([run("running"), run("failed")], false).state).toBe("running");
    expect(healthOf([], true).state).toBe("never");
  });
  it("passes over trials and what somebody cancelled", () => {
    expect(healthOf([run("failed", { dry_run: true }), run("finished")], false).state).toBe("fine");
    expect(healthOf([run("cancelled"), run("failed")], false).state).toBe("failing");
  });
  it("a supplier that fell silent is told, one that fails is told so first", () => {
    expect(healthOf([run("finished")], true).state).toBe("silent");
    expect(healthOf([run("failed")], true).state).toBe("failing");
  });
});

describe("the latest imports of all", () => {
  const page = (items: Import[], next: string | null) => ({ items, next_cursor: next });
  it("tell of a supplier only when it is among them, or when they are all there are", () => {
    expect(importsOf("b", page([run("finished")], "more"))).toBeUndefined();
    expect(importsOf("b", page([run("finished")], null))).toEqual([]);
    expect(importsOf("a", page([run("finished")], "more"))).toHaveLength(1);
    expect(importsOf("a", page([run("finished", { dry_run: true })], "more"))).toBeUndefined();
  });
});

it("success is of those that ended by themselves", () => {
  expect(successShare({ finished: 3, failed: 1 })).toBe(0.75);
  expect(successShare({ finished: 0, failed: 0 })).toBeUndefined();
});

it("a chart has every day, with or without imports", () => {
  const days = everyDay([{ key: "2026-03-02", rows: 5 }], 3, Date.parse("2026-03-03T10:00:00Z"));
  expect(days.map((day) => day.found?.rows ?? 0)).toEqual([0, 5, 0]);
});
