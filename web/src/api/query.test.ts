import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changed, queryClient } from "./query";

/** Answers of a server, given one by one. */
let answer: (value: string) => void;
const ask = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
let leave = () => {};
const read = () => queryClient.getQueryData<string>(["uploads", "1"]);

beforeEach(() => {
  leave = new QueryObserver(queryClient, { queryKey: ["uploads", "1"], queryFn: ask }).subscribe(() => {});
});
afterEach(() => {
  leave();
  queryClient.clear();
  ask.mockClear();
});

test("a first answer that was on its way when something changed is asked for again", async () => {
  expect(ask).toHaveBeenCalledTimes(1);
  const isRead = changed(["uploads", "1"]);
  answer("before the change");
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  expect(read()).toBe("before the change");
  answer("after the change");
  await isRead;
  expect(read()).toBe("after the change");
});

test("many changes during a first answer ask for it once more, not once each", async () => {
  const all = Promise.all(Array.from({ length: 5 }, () => changed(["uploads", "1"])));
  answer("before the changes");
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  answer("after the changes");
  await all;
  expect(read()).toBe("after the changes");
  expect(ask).toHaveBeenCalledTimes(2);
});

test("what was read before is read once more, and what nobody changed is not", async () => {
  answer("before the change");
  await vi.waitFor(() => expect(read()).toBe("before the change"));
  const others = changed(["suppliers"]);
  const isRead = changed(["uploads"]);
  answer("after the change");
  await Promise.all([isRead, others]);
  expect(read()).toBe("after the change");
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a first answer that fails after a change is no fault of the change", async () => {
  ask.mockImplementationOnce(() => Promise.reject(new Error("gone")));
  leave();
  queryClient.clear();
  ask.mockClear();
  leave = new QueryObserver(queryClient, { queryKey: ["uploads", "1"], queryFn: ask, retry: false }).subscribe(() => {});
  const isRead = changed(["uploads", "1"]);
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  answer("after the change");
  await isRead;
  expect(read()).toBe("after the change");
});
