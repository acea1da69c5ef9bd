import { CircleCheck, CirclePlus, Equal, Pencil, SkipForward, TriangleAlert, WandSparkles } from "lucide-react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { accountedFor, type AnyLedger, balances, type Bucket, buckets, rowsRead, widths } from "@/lib/ledger";
import { toneText } from "./Badge";

const fills: Record<Bucket, string> = {
  created: "bg-created",
  updated: "bg-updated",
  unchanged: "bg-unchanged/60",
  quarantined: "bg-quarantined hatched",
  skipped: "bg-skipped/80",
};
export const bucketIcons = { created: CirclePlus, updated: Pencil, unchanged: Equal, quarantined: WandSparkles, skipped: SkipForward } as const;

interface Props {
  ledger: AnyLedger;
  /** line: the bar alone; short: the buckets that have rows; full: all words and the proof below. */
  size?: "line" | "short" | "full";
  /** While the import runs the sum is not yet meant to be right. */
  running?: boolean;
  onBucket?: (bucket: Bucket) => void;
}

/** The product's face: every row read is in one of five buckets, and the sum is shown. */
export function LedgerBar({ ledger, size = "full", running, onBucket }: Props) {
  const t = useT();
  const format = useFormat();
  const share = widths(ledger);
  const read = rowsRead(ledger);
  const sentence = t("common.ledger.sentence", {
    read,
    created: ledger.created,
    updated: ledger.updated,
    unchanged: ledger.unchanged,
    quarantined: ledger.quarantined,
    skipped: ledger.skipped,
  });
  const bar = (
    <div role="img" aria-label={sentence} className={cx("flex w-full min-w-16 overflow-hidden rounded-sm bg-raised", size === "full" ? "h-4" : "h-2.5")}>
      {buckets.map((bucket) => share[bucket] > 0 && <span key={bucket} className={fills[bucket]} style={{ width: `${share[bucket]}%` }} />)}
    </div>
  );
  if (size === "line") return bar;
  const shown = size === "full" ? buckets : buckets.filter((bucket) => ledger[bucket] > 0);
  return (
    <div className="min-w-0">
      {bar}
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-13">
        {shown.map((bucket) => {
          const Icon = bucketIcons[bucket];
          const words = (
            <>
              <Icon aria-hidden className={cx("size-3.5", toneText[bucket])} />
              <span className="tabular font-medium">{format.number(ledger[bucket])}</span>
              <span className="text-muted">{t(`common.bucket.${bucket}`)}</span>
            </>
          );
          return (
            <li key={bucket}>
              {onBucket && ledger[bucket] > 0 ? (
                <button type="button" className="inline-flex min-h-6 items-center gap-1.5 hover:underline" onClick={() => onBucket(bucket)}>
                  {words}
                </button>
              ) : (
                <span className="inline-flex min-h-6 items-center gap-1.5">{words}</span>
              )}
            </li>
          );
        })}
      </ul>
      {size === "full" && !running && <Proof isBalanced={balances(ledger)} read={read} sum={accountedFor(ledger)} />}
    </div>
  );
}

function Proof({ isBalanced, read, sum }: { isBalanced: boolean; read: number; sum: number }) {
  const t = useT();
  return isBalanced ? (
    <p className="mt-1 flex items-center gap-1.5 text-13 text-created">
      <CircleCheck aria-hidden className="size-4" />
      {t("common.ledger.balanced", { count: read })}
    </p>
  ) : (
    <p className="mt-1 flex items-center gap-1.5 text-13 text-failed" role="alert">
      <TriangleAlert aria-hidden className="size-4" />
      {t("common.ledger.unbalanced", { read, sum })}
    </p>
  );
}
