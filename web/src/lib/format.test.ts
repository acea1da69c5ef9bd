import { describe, expect, it } from "vitest";
import { formatsOf } from "./format";

const en = formatsOf("en");
const fr = formatsOf("fr");
/** Spaces that do not break differ between versions of the language data. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("numbers and amounts", () => {
  it("are written as the language does", () => {
    expect(en.number(1234567.5)).toBe("1,234,567.5");
    expect(plain(fr.number(1234567.5))).toBe("1 234 567,5");
    expect(en.money("12340.5000")).toBe("€12,340.50");
    expect(plain(fr.money("12340.5"))).toBe("12 340,50 €");
  });
  it("keep the digits of a price below the cent", () => {
    expect(en.money("0.0375")).toBe("€0.0375");
  });
  it("show an amount even when its currency is none", () => {
    expect(en.money("12", "??")).toBe("12 ??");
  });
  it("say shares and sizes", () => {
    expect(plain(fr.percent(0.985))).toBe("98,5 %");
    expect(en.bytes(0)).toBe("0 byte");
    expect(en.bytes(24_300_000)).toBe("24.3 MB");
  });
});

describe("durations", () => {
  it.each([
    [0, "0ms"], [840, "840ms"], [1_400, "1.4 s"], [9_999, "10 s"], [12_300, "12 s"], [130_000, "2 m 10 s"], [120_000, "2 m"],
    [3_600_000, "1 h"], [90_061_000, "1 d 1 h"],
  ])("%d ms is %s", (ms, text) => expect(plain(en.duration(ms))).toBe(text));
  it("are French in French", () => expect(plain(fr.duration(90_061_000))).toBe("1 j 1 h"));
});

describe("times", () => {
  const now = Date.parse("2026-03-03T12:00:00Z");
  it("are told from now", () => {
    expect(en.relative("2026-03-03T11:30:00Z", now)).toBe("30 min ago");
    expect(en.relative("2026-03-02T11:00:00Z", now)).toBe("yesterday");
    expect(plain(fr.relative("2026-03-03T12:10:00Z", now))).toBe("dans 10 min");
    expect(en.relative("2026-03-03T12:00:00Z", now)).toBe("now");
  });
});
