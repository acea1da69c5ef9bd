import { describe, expect, it } from "vitest";
import { itemsInSight, rangeInSight, topToShow } from "./useRowWindow";

const list = { count: 1_000_000, rowHeight: 40, overscan: 2 };

describe("the rows in sight", () => {
  it("begin and end some rows around what is seen", () => {
    expect(rangeInSight({ top: 4_000, height: 400 }, list)).toEqual({ first: 98, last: 112 });
  });

  it("never go over the ends of the list", () => {
    expect(rangeInSight({ top: 0, height: 400 }, list)).toEqual({ first: 0, last: 12 });
    expect(rangeInSight({ top: 40_000_000 - 400, height: 400 }, list)).toEqual({ first: 999_988, last: 999_999 });
  });

  it("are the last ones when the list has become shorter than what was scrolled", () => {
    expect(rangeInSight({ top: 4_000, height: 400 }, { ...list, count: 5 })).toEqual({ first: 2, last: 4 });
  });

  it("are the first ones when a list is pulled beyond its top", () => {
    expect(rangeInSight({ top: -30, height: 80 }, list)).toEqual({ first: 0, last: 4 });
  });

  it("are none of an empty list", () => {
    const { first, last } = rangeInSight({ top: 0, height: 400 }, { ...list, count: 0 });
    expect(last).toBeLessThan(first);
  });
});

describe("a row that comes into sight", () => {
  it("takes the slot of one that went, and never that of one that is there", () => {
    const slotsAt = (top: number) => itemsInSight({ top, height: 400 }, list).map((item) => item.slot);
    const known = new Set(Array.from({ length: 60 }, (_, row) => slotsAt(row * 40)).flat());
    for (const top of [0, 30, 4_000, 4_020, 39_999_600]) {
      const slots = slotsAt(top);
      expect(new Set(slots).size).toBe(slots.length);
      expect(slots.every((slot) => known.has(slot))).toBe(true);
    }
  });

  it("is where its number says", () => {
    expect(itemsInSight({ top: 4_000, height: 400 }, list)[0]).toMatchObject({ index: 98, start: 3_920 });
  });
});

describe("showing a row", () => {
  const view = { top: 400, height: 436, head: 36 };

  it("leaves a row that is in sight where it is", () => {
    expect(topToShow(10, 40, view)).toBe(400);
    expect(topToShow(19, 40, view)).toBe(400);
  });

  it("puts a row above at the top, below the head", () => {
    expect(topToShow(9, 40, view)).toBe(360);
  });

  it("puts a row below at the bottom, whole", () => {
    expect(topToShow(20, 40, view)).toBe(440);
  });
});
