import { expect, it } from "vitest";
import { grouped, mayInTheEnd, meaningOf } from "./permissions";

const t = (key: string) => key;

it("lets a denial win over the role, and a grant add to it", () => {
  expect(mayInTheEnd("role", true)).toBe(true);
  expect(mayInTheEnd("denied", true)).toBe(false);
  expect(mayInTheEnd("granted", false)).toBe(true);
  expect(mayInTheEnd("role", false)).toBe(false);
});
it("shows a permission of a newer server too, in its words and under its name", () => {
  const newer = { name: "parcels.send", meaning: "Send parcels." };
  expect(meaningOf(newer, t)).toBe("Send parcels.");
  const groups = grouped([newer, { name: "products.read", meaning: "" }], t);
  expect(groups.map((group) => group.area)).toEqual(["products", "parcels"]);
  expect(groups.flatMap((group) => group.permissions)).toHaveLength(2);
});
