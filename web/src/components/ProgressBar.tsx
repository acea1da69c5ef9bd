import type { ReactNode } from "react";
import { useFormat } from "@/lib/format";

/** How far something is. Without `total` the end is not known and nothing is pretended. */
export function ProgressBar({ label, done, total, note }: { label: string; done: number; total?: number; note?: ReactNode }) {
  const format = useFormat();
  const share = total ? Math.min(1, done / total) : undefined;
  return (
    <div>
      <div className="mb-1 flex items-baseline justify-between gap-4 text-13">
        <span className="font-medium">{label}</span>
        <span className="tabular text-muted">{share === undefined ? format.number(done) : format.percent(share)}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
        className="h-2 overflow-hidden rounded-sm bg-raised"
      >
        <div className={share === undefined ? "h-full w-full animate-pulse bg-accent/50" : "h-full bg-accent transition-[width] duration-100"} style={share === undefined ? undefined : { width: `${share * 100}%` }} />
      </div>
      {note && <p className="mt-1 text-13 text-muted">{note}</p>}
    </div>
  );
}
