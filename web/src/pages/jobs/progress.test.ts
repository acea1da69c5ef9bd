import { expect, it } from "vitest";
import { canCancel, canRetry, isTriedAgain, progressOf } from "./progress";

it("reads the progress of an import, and nothing into what another kind tells", () => {
  expect(progressOf({ phase: "merge", done: 5, total: 10, unit: "rows" })).toMatchObject({ phase: "merge", done: 5 });
  expect(progressOf(null)).toBeUndefined();
  expect(progressOf("half")).toBeUndefined();
  expect(progressOf({ done: "5" })).toBeUndefined();
});
it("tells a job that waits for its turn from one that is tried again", () => {
  expect(isTriedAgain({ status: "waiting", attempt: 0, problem: null })).toBe(false);
  expect(isTriedAgain({ status: "waiting", attempt: 1, problem: { code: "a.b", message: "", cure: "" } })).toBe(true);
});
it("offers to stop only what can still be stopped, and to run again only what has ended badly", () => {
  const statuses = ["waiting", "running", "finished", "failed", "cancelled", "dead"] as const;
  expect(statuses.filter((status) => canCancel({ status, cancel_requested: false }))).toEqual(["waiting", "running"]);
  expect(canCancel({ status: "running", cancel_requested: true })).toBe(false);
  expect(statuses.filter((status) => canRetry({ status }))).toEqual(["failed", "cancelled", "dead"]);
});
