import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { useHalfMinutes } from "@/lib/useHalfMinutes";
import { Tooltip } from "./Tooltip";

/** How long ago, the exact time on hover. */
export function RelativeTime({ at }: { at: string | null | undefined }) {
  const format = useFormat();
  useHalfMinutes();
  if (!at) return <NoValue />;
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.relative(at)}
    </time>
  );
}

export function DateTime({ at }: { at: string | null | undefined }) {
  const format = useFormat();
  if (!at) return <NoValue />;
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.dateTime(at)}
    </time>
  );
}

export function Money({ amount, currency }: { amount: string | number | null | undefined; currency?: string }) {
  const format = useFormat();
  return amount === null || amount === undefined || amount === "" ? <NoValue /> : <span className="tabular whitespace-nowrap">{format.money(amount, currency)}</span>;
}

export function Num({ value, empty }: { value: number | null | undefined; empty?: ReactNode }) {
  const format = useFormat();
  return value === null || value === undefined ? (empty ?? <NoValue />) : <span className="tabular">{format.number(value)}</span>;
}

export function Duration({ ms }: { ms: number | null | undefined }) {
  const format = useFormat();
  return ms === null || ms === undefined ? <NoValue /> : <span className="tabular whitespace-nowrap">{format.duration(ms)}</span>;
}

/** Where there is no value: a dash to see, a word to hear. */
export function NoValue() {
  const t = useT();
  return (
    <>
      <span aria-hidden className="text-muted">
        –
      </span>
      <span className="sr-only">{t("common.no_value")}</span>
    </>
  );
}

/** Codes, raw values, paths: monospace, spaces kept, long ones cut with the whole text on hover. */
export function CodeText({ children, className }: { children: string; className?: string }) {
  const text = <code className={cx("font-mono text-13 break-all whitespace-pre-wrap", className)}>{children}</code>;
  if (children.length <= 80) return text;
  return (
    <Tooltip text={children}>
      <code className={cx("font-mono text-13 break-all", className)}>{children.slice(0, 79)}…</code>
    </Tooltip>
  );
}

/** before → after. What was there is struck through, what comes is bold; both are named for those who listen. */
export function Diff({ before, after }: { before: ReactNode; after: ReactNode }) {
  const t = useT();
  return (
    <span className="inline-flex flex-wrap items-baseline gap-1.5">
      <span className="sr-only">{t("common.diff.before")}</span>
      <del className="text-muted">{before ?? <NoValue />}</del>
      <ArrowRight aria-hidden className="size-3.5 self-center text-muted" />
      <span className="sr-only">{t("common.diff.after")}</span>
      <ins className="font-medium no-underline">{after ?? <NoValue />}</ins>
    </span>
  );
}

/** Names and values under each other, for details. */
export function Facts({ items }: { items: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-6 gap-y-2">
      {items.map(([name, value], index) => (
        <div key={index} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="m-0 min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
