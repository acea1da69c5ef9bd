import { expect, it } from "vitest";
import { fill } from "./translate";

const rows = { one: "{count} ligne", other: "{count} lignes" };

it("chooses the plural the language has", () => {
  expect([0, 1, 1.5, 2].map((count) => fill(rows, { count }, "fr"))).toEqual(["0 ligne", "1 ligne", "1,5 ligne", "2 lignes"]);
  expect([0, 1, 2].map((count) => fill({ one: "{count} row", other: "{count} rows" }, { count }, "en"))).toEqual(["0 rows", "1 row", "2 rows"]);
});
it("says nothing of zero in its own way where there is one", () => {
  expect(fill({ zero: "none", one: "one", other: "{count}" }, { count: 0 }, "en")).toBe("none");
});
it("writes numbers by language and leaves words alone", () => {
  expect(fill("{supplier}: {count}", { supplier: "1000", count: 1000 }, "en")).toBe("1000: 1,000");
  expect(fill("{missing}", {}, "en")).toBe("{missing}");
});
