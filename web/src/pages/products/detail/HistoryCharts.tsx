import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Schema } from "@/api";
import { Card, Chart, EmptyState, ErrorState, Skeleton } from "@/components";
import { type Key, useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { type LineTone, type Measure, stepsOf } from "./history";

type Result = UseQueryResult<Schema<"catalog.HistoryView">>;
interface Props {
  prices: Result;
  stocks: Result;
  colours: ReadonlyMap<string, LineTone>;
  currency: string | null;
}

/** Prices and stock as steps: a value holds until the next import that changed it, which is marked. */
export function HistoryCharts({ prices, stocks, colours, currency }: Props) {
  const format = useFormat();
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <One title="products.chart.prices" result={prices} measure="purchase_price" colours={colours} formatValue={(value) => format.money(value, currency ?? undefined)} />
      <One title="products.chart.stock" result={stocks} measure="stock" colours={colours} />
    </div>
  );
}

function One({ title, result, measure, colours, formatValue }: { title: Key; result: Result; measure: Measure; colours: ReadonlyMap<string, LineTone>; formatValue?: (value: number) => string }) {
  const t = useT();
  // The lines end at the moment the page was opened; they do not creep on while it is read.
  const [now] = useState(() => Date.now());
  const { times, series } = useMemo(() => stepsOf(result.data?.items ?? [], measure, colours, now), [result.data, measure, colours, now]);
  return (
    <Card title={t(title)}>
      {result.isPending && <Skeleton className="h-58 w-full" />}
      {result.error && !result.data && <ErrorState error={result.error} onRetry={() => void result.refetch()} compact />}
      {result.data && series.length === 0 && <EmptyState compact title={t("products.chart.empty")} />}
      {series.length > 0 && <Chart label={t(title)} kind="steps" times={times} series={series} formatValue={formatValue} />}
    </Card>
  );
}
