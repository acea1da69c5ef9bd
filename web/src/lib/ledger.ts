/** The five buckets every row read ends in. Their sum is the rows read, or something is wrong. */
export const buckets = ["created", "updated", "unchanged", "quarantined", "skipped"] as const;
export type Bucket = (typeof buckets)[number];
export type Ledger = Record<Bucket, number>;

/** Both shapes of the API: an import's ledger says `rows_read`, figures say `read`. */
export type AnyLedger = Ledger & ({ rows_read: number } | { read: number });

export const rowsRead = (ledger: AnyLedger) => ("rows_read" in ledger ? ledger.rows_read : ledger.read);
export const accountedFor = (ledger: Ledger) => buckets.reduce((sum, bucket) => sum + ledger[bucket], 0);
export const balances = (ledger: AnyLedger) => accountedFor(ledger) === rowsRead(ledger);

/**
 * Widths in hundredths of the bar. A bucket with rows never vanishes: each gets at least `least`, the largest gives it up.
 */
export function widths(ledger: Ledger, least = 1.5): Record<Bucket, number> {
  const total = accountedFor(ledger);
  const shares = buckets.map((bucket) => (total === 0 ? 0 : (ledger[bucket] / total) * 100));
  const raised = shares.map((share) => (share > 0 ? Math.max(share, least) : 0));
  const surplus = raised.reduce((sum, share) => sum + share, 0) - (total === 0 ? 0 : 100);
  const largest = raised.indexOf(Math.max(...raised));
  return Object.fromEntries(
    buckets.map((bucket, index) => [bucket, index === largest ? raised[index]! - surplus : raised[index]!]),
  ) as Record<Bucket, number>;
}
