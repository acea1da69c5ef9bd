import { expect, it } from "vitest";
import { csvOf } from "./csv";

it("writes what a spreadsheet reads back as it was", () => {
  expect(csvOf([["Brand", "Products"], ['5" pipe; "old"', 3], ["two\nlines", null]], ",")).toBe('Brand,Products\r\n"5"" pipe; ""old""",3\r\n"two\nlines",\r\n');
});
it("lets no supplier's text become a formula, and leaves negative figures alone", () => {
  expect(csvOf([["=HYPERLINK(1)", "+1", "-cmd", "@x", -5]], ";")).toBe("'=HYPERLINK(1);'+1;'-cmd;'@x;-5\r\n");
});
