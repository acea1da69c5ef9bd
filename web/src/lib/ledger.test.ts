import { describe, expect, it } from "vitest";
import { accountedFor, balances, buckets, type Ledger, widths } from "./ledger";

const ledger = (created: number, updated = 0, unchanged = 0, quarantined = 0, skipped = 0): Ledger => ({ created, updated, unchanged, quarantined, skipped });
const sum = (shares: Record<string, number>) => buckets.reduce((total, bucket) => total + (shares[bucket] ?? 0), 0);

describe("the ledger", () => {
  it("balances when the five buckets make the rows read, in both shapes of the API", () => {
    expect(balances({ ...ledger(340, 812, 160, 148), rows_read: 1460 })).toBe(true);
    expect(balances({ ...ledger(340, 812, 160, 148), read: 1459 })).toBe(false);
    expect(accountedFor(ledger(1, 2, 3, 4, 5))).toBe(15);
  });
});

describe("the bar", () => {
  it("fills itself, whatever the numbers", () => {
    for (const one of [ledger(1), ledger(1, 1, 1, 1, 1), ledger(3, 12_400, 987_590, 6, 1), ledger(0, 0, 0, 1, 999_999_999)]) {
      expect(sum(widths(one))).toBeCloseTo(100, 6);
    }
  });
  it("never hides a row among a million", () => {
    expect(widths(ledger(1, 0, 1_000_000)).created).toBeGreaterThanOrEqual(1.5);
    expect(widths(ledger(1, 0, 1_000_000)).updated).toBe(0);
  });
  it("is empty when nothing was read", () => {
    expect(sum(widths(ledger(0)))).toBe(0);
  });
});
