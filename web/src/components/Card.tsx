import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Sparkline } from "./Sparkline";

export function Card({ title, actions, children, className, flush }: { title?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string; flush?: boolean }) {
  return (
    <section className={cx("min-w-0 rounded border border-border bg-surface", className)}>
      {title && (
        <div className="flex min-h-11 items-center justify-between gap-2 border-b border-border px-4 py-1.5">
          <h2 className="text-14">{title}</h2>
          {actions}
        </div>
      )}
      <div className={flush ? undefined : "p-4"}>{children}</div>
    </section>
  );
}

interface StatProps {
  label: ReactNode;
  value: ReactNode;
  /** What it was before, or what it is made of: "+350 this week", "6 finished, 1 failed". */
  note?: ReactNode;
  trend?: readonly number[];
  trendLabel?: string;
}

/** One figure of a row of tiles. */
export function Stat({ label, value, note, trend, trendLabel }: StatProps) {
  return (
    <div className="min-w-0 rounded border border-border bg-surface px-4 py-3">
      <p className="truncate text-13 text-muted">{label}</p>
      <div className="flex items-end justify-between gap-3">
        <p className="tabular text-28 font-semibold">{value}</p>
        {trend && trend.length > 1 && <Sparkline values={trend} label={trendLabel ?? ""} />}
      </div>
      <p className="tabular min-h-5 text-13 text-muted">{note}</p>
    </div>
  );
}
