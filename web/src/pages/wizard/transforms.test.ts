import { describe, expect, it } from "vitest";
import type { Rule } from "./mapping";
import { isComplete, newStep, preview, readNumber, stepNames } from "./transforms";

const text = (value: string, transforms: Rule["transforms"], more: Rule = {}) => preview(value, { ...more, transforms }, false);
const comma = { decimal: "," };

describe("numbers", () => {
  it.each([
    ["1.234,50", comma, 1234.5], ["152,46", comma, 152.46], ["1 234,5 €", comma, 1234.5], ["(1.234,50 €)", comma, -1234.5], ["12-", {}, -12],
    ["1,234.5", {}, 1234.5], ["20 %", {}, 20], ["1.234", { decimal: ",", thousands: "." }, 1234],
  ])("%s is read as its column writes it", (value, style, expected) => expect(readNumber(value, style)).toBe(expected));

  it.each([["1.234", comma], ["nous consulter", {}], [">100", {}], ["12 pcs", {}], ["1,2,3", comma], ["", {}]])("“%s” is not guessed at", (value, style) => {
    expect(readNumber(value, style)).toBeNull();
  });
});

describe("steps on a sample", () => {
  it("come one after the other, and what calculates leaves a plain number", () => {
    expect(preview("1.234,50", { number: comma, transforms: [{ do: "multiply", by: "2" }, "round"] }, true)).toEqual({ text: "2469" });
  });
  it("do not show the noise of floating point", () => {
    expect(preview("0,1", { number: comma, transforms: [{ do: "add", by: "0.2" }] }, true)).toEqual({ text: "0.3" });
  });
  it("look values up without regard to case, and refuse those that are missing", () => {
    const lookup = { do: "lookup", table: { N: "20", R: "5.5" } };
    expect(text("n", [lookup])).toEqual({ text: "20" });
    expect(text("R17", [lookup])).toEqual({ refused: "not_in_lookup" });
    expect(text("R17", [{ ...lookup, otherwise: "keep" }])).toEqual({ text: "R17" });
  });
  it("leave blanks alone, except the one that fills them", () => {
    expect(text(" ", [{ do: "prefix", text: "A-" }])).toEqual({ text: "" });
    expect(text("", [{ do: "default", value: "0" }])).toEqual({ text: "0" });
  });
  it("cut, pad and replace", () => {
    expect(text("A/B/C", [{ do: "split", separator: "/", index: "last" }])).toEqual({ text: "C" });
    expect(text("123", [{ do: "left_pad", width: "5" }])).toEqual({ text: "00123" });
    expect(text("a-b-c", [{ do: "replace", find: "-", with: "" }])).toEqual({ text: "abc" });
    expect(text("8 017229 054", ["digits_only"])).toEqual({ text: "8017229054" });
  });
  it("do not pretend to know what only the program knows", () => {
    expect(text("12/03/26", [{ do: "date", order: "dmy" }])).toEqual({ unknown: true });
  });
  it("wait until all is said that they have to know", () => {
    expect(isComplete(newStep("prefix"))).toBe(false);
    expect(text("x", [newStep("prefix")])).toEqual({ text: "x" });
    expect(stepNames.filter((name) => isComplete(newStep(name)))).toContain("date");
  });
});
