import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { Card, Chart, EmptyState, ErrorState, type Series, Select, Skeleton } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { buckets } from "@/lib/ledger";
import { dayOf, everyDay } from "./health";
import { figuresByDayQuery } from "./queries";

const page = getRouteApi("/app/suppliers/$code");
const spans = [7, 30, 90, 365] as const;

export function QualityTab({ code }: { code: string }) {
  const t = useT();
  const format = useFormat();
  const { days = 30 } = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const report = useQuery(figuresByDayQuery(code, dayOf(Date.now() - (days - 1) * 86_400_000)));
  const charts = useMemo(() => {
    const each = everyDay(report.data?.items ?? [], days);
    const rows: Series[] = buckets.map((bucket) => ({ label: t(`common.bucket.${bucket}`), tone: bucket, values: each.map((day) => day.found?.rows[bucket] ?? 0) }));
    const rejects: Series[] = [{ label: t("suppliers.quality.rejects"), tone: "quarantined", values: each.map((day) => (day.found?.reject_share ?? 0) * 100) }];
    const times: Series[] = [{ label: t("suppliers.quality.duration"), tone: "accent", values: each.map((day) => (day.found?.duration_ms.p50 ?? 0) / 1000) }];
    return { days: each.map((day) => day.second), rows, rejects, times };
  }, [report.data, days, t]);

  if (report.isPending) return <Skeleton className="h-80 w-full" />;
  if (!report.data) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  const { total } = report.data;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-16">
          {total.runs === 0
            ? t("suppliers.quality.none", { count: days })
            : t("suppliers.quality.answer", { count: total.runs, rows: total.rows.read, share: format.percent(total.reject_share) })}
        </p>
        <Select
          className="w-44"
          aria-label={t("suppliers.quality.span")}
          value={days}
          onChange={(event) => void navigate({ search: (before) => ({ ...before, days: Number(event.target.value) === 30 ? undefined : Number(event.target.value) }), replace: true })}
        >
          {spans.map((one) => (
            <option key={one} value={one}>
              {t("suppliers.quality.days", { count: one })}
            </option>
          ))}
        </Select>
      </div>
      {total.runs === 0 ? (
        <EmptyState title={t("suppliers.quality.empty")}>{t("suppliers.quality.empty.why")}</EmptyState>
      ) : (
        <>
          <Card title={t("suppliers.quality.rows")}>
            <Chart label={t("suppliers.quality.rows")} kind="bars" times={charts.days} series={charts.rows} />
          </Card>
          <div className="grid gap-4 xl:grid-cols-2">
            <Card title={t("suppliers.quality.rejects")}>
              <Chart label={t("suppliers.quality.rejects")} kind="bars" times={charts.days} series={charts.rejects} formatValue={(value) => format.percent(value / 100)} />
            </Card>
            <Card title={t("suppliers.quality.duration")}>
              <Chart label={t("suppliers.quality.duration")} kind="bars" times={charts.days} series={charts.times} formatValue={(value) => format.duration(value * 1000)} />
            </Card>
          </div>
          <Problems problems={total.problems} />
        </>
      )}
    </div>
  );
}

/** What was wrong with rows, by the codes of the imports' reports. */
function Problems({ problems }: { problems: Readonly<Record<string, number>> }) {
  const t = useT();
  const format = useFormat();
  const listed = Object.entries(problems).sort((a, b) => b[1] - a[1]);
  const most = listed[0]?.[1] ?? 1;
  if (listed.length === 0) return null;
  return (
    <Card title={t("suppliers.quality.problems")}>
      <ul className="space-y-2">
        {listed.map(([code, count]) => (
          <li key={code} className="grid grid-cols-[minmax(0,16rem)_4rem_1fr] items-center gap-3">
            <code className="truncate font-mono text-13" title={code}>{code}</code>
            <span className="tabular text-right">{format.number(count)}</span>
            <span aria-hidden className="h-2 rounded-sm bg-quarantined" style={{ width: `${Math.max(1, (count / most) * 100)}%` }} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
