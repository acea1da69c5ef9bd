import { expect, it } from "vitest";
import { textsOf, valuesOf } from "./texts";

it("takes figures for numbers and leaves names that look like them alone", () => {
  expect(valuesOf({ rows_read: "3000", supplier: "2026", file_name: "12.csv" })).toEqual({ rows_read: 3000, supplier: "2026", file_name: "12.csv" });
  expect(valuesOf({ rows_read: "" })).toEqual({ rows_read: "" });
});
it("shows the server's words for a kind it does not know", () => {
  const news = { kind: "parcel.lost", parameters: {}, title: "Parcel lost", message: "Somewhere." };
  expect(textsOf(news, (key) => key)).toEqual({ title: "Parcel lost", message: "Somewhere." });
});
it("words a kind it knows by itself", () => {
  const news = { kind: "import.finished", parameters: { supplier: "acme" }, title: "x", message: "y" };
  expect(textsOf(news, (key) => key).title).toBe("notifications.title.import.finished");
});
