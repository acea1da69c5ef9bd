import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Boxes, CirclePlus, Tag, TrendingDown, TrendingUp } from "lucide-react";
import { useMemo, useState } from "react";
import type { Schema } from "@/api";
import { Button, Card, Diff, EmptyState, SkeletonRows, Timeline, type TimelineItem } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { type Change, changesOf, type LineTone } from "./history";

type Result = UseQueryResult<Schema<"catalog.HistoryView">>;
type Provenance = Schema<"catalog.ProvenanceEntryView">;
interface Props {
  prices: Result;
  stocks: Result;
  provenance: readonly Provenance[];
  colours: ReadonlyMap<string, LineTone>;
}
const step = 15;

function iconOf(change: Change) {
  if (change.isFirst) return <CirclePlus aria-hidden className="size-4" />;
  if (change.measure === "stock") return <Boxes aria-hidden className="size-4" />;
  if (change.before === undefined || change.after === undefined) return <Tag aria-hidden className="size-4" />;
  return Number(change.after) > Number(change.before) ? <TrendingUp aria-hidden className="size-4" /> : <TrendingDown aria-hidden className="size-4" />;
}

/** What happened, latest first. The file and its line are known of the latest change of each offer. */
export function Changes({ prices, stocks, provenance, colours }: Props) {
  const t = useT();
  const format = useFormat();
  const [count, setCount] = useState(step);
  const changes = useMemo(() => changesOf(prices.data?.items ?? [], stocks.data?.items ?? []), [prices.data, stocks.data]);
  const written = (change: Change, value: string | undefined) =>
    value === undefined ? undefined : change.measure === "stock" ? format.number(Number(value)) : format.money(value, change.currency);
  const items = changes.slice(0, count).map((change): TimelineItem => {
    const origin = provenance.find((one) => one.set_at === change.at && one.supplier === change.supplier);
    return {
      key: change.key,
      at: change.at,
      icon: iconOf(change),
      tone: change.isFirst ? "created" : "updated",
      title: (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <span aria-hidden className="size-2.5 rounded-full" style={{ background: `var(--${colours.get(change.supplier) ?? "unchanged"})` }} />
          <span className="font-medium">{change.supplier}</span>
          <span className="text-muted">{t(`products.measure.${change.measure}`)}</span>
          {change.isFirst ? <span>{written(change, change.after)}</span> : <Diff before={written(change, change.before)} after={written(change, change.after)} />}
        </span>
      ),
      children: origin?.change_set_id && (
        <Link to="/imports/$id" params={{ id: origin.change_set_id }}>{t("products.origin.file", { file: origin.file ?? "", row: origin.row ?? 0 })}</Link>
      ),
    };
  });
  return (
    <Card title={t("products.timeline")}>
      {(prices.isPending || stocks.isPending) && <SkeletonRows count={4} />}
      {prices.data && stocks.data && items.length === 0 && <EmptyState compact title={t("products.timeline.empty")} />}
      <Timeline items={items} />
      {changes.length > count && (
        <Button size="small" className="mt-3" onClick={() => setCount(count + step * 4)}>
          {t("products.timeline.more", { count: changes.length - count })}
        </Button>
      )}
    </Card>
  );
}
