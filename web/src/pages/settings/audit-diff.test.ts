import { expect, it } from "vitest";
import { changesOf, instantOf } from "./audit-diff";

it("shows what is different and leaves out what is not", () => {
  expect(changesOf({ name: "A", role: "user", denied: [] }, { name: "A", role: "admin", denied: ["x.y"] })).toEqual([
    { field: "role", before: "user", after: "admin" },
    { field: "denied", before: "[]", after: '["x.y"]' },
  ]);
});
it("shows all of what was made or deleted", () => {
  expect(changesOf(null, { code: "acme" })).toEqual([{ field: "code", before: undefined, after: "acme" }]);
  expect(changesOf({ code: "acme" }, null)).toEqual([{ field: "code", before: "acme", after: undefined }]);
  expect(changesOf(null, null)).toEqual([]);
});
it("asks for whole days, the last one included", () => {
  const [from, until] = [instantOf("2026-11-22"), instantOf("2026-11-22", true)];
  expect(Date.parse(until ?? "") - Date.parse(from ?? "")).toBe(86_400_000);
  expect(instantOf("soon")).toBeUndefined();
});
