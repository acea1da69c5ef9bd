import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useMay } from "@/api";
import { Button, Card, Chart, EmptyState, ErrorState, Field, LedgerBar, Select, type Series, SkeletonPage, Stat } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { oneOf } from "@/lib/search-texts";
import { ExportButtons } from "./ExportButtons";
import { FiguresTable } from "./FiguresTable";
import { daysOf, periodOf, secondsOf } from "./period";
import { PeriodChoice } from "./PeriodChoice";
import { type Figures, figuresQuery, successOf, supplierNamesQuery } from "./queries";

const route = getRouteApi("/app/reports");

/** What imports came to, by day or by supplier. */
export function ImportsReport() {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const names = useQuery({ ...supplierNamesQuery, enabled: useMay("suppliers.read") });
  const mayExport = useMay("analytics.export");
  const group = oneOf(search.group, ["day", "supplier"], "day");
  const { from, to } = periodOf(search);
  const asked = { from, to, supplier: search.supplier };
  const report = useQuery(figuresQuery(group, asked));
  const known = Object.entries({ ...(search.supplier ? { [search.supplier]: search.supplier } : {}), ...names.data }).sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <div className="space-y-4">
      <PeriodChoice />
      <div className="no-print flex flex-wrap items-end justify-between gap-2">
        <div className="flex flex-wrap gap-2">
          <Field label={t("reports.group")}>
            <Select value={group} onChange={(event) => void navigate({ search: (before) => ({ ...before, group: event.target.value === "day" ? undefined : event.target.value }), replace: true })}>
              <option value="day">{t("reports.group.day")}</option>
              <option value="supplier">{t("reports.group.supplier")}</option>
            </Select>
          </Field>
          <Field label={t("reports.supplier")}>
            <Select className="max-w-64" value={search.supplier ?? ""} onChange={(event) => void navigate({ search: (before) => ({ ...before, supplier: event.target.value || undefined }), replace: true })}>
              <option value="">{t("reports.supplier.all")}</option>
              {known.map(([code, name]) => (
                <option key={code} value={code}>{name || code}</option>
              ))}
            </Select>
          </Field>
        </div>
        {mayExport && <ExportButtons path="/analytics/imports/export" query={{ ...asked, group }} name={`imports-${from}-${to}`} />}
      </div>
      {report.isPending && <SkeletonPage />}
      {report.error && !report.data && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.data && report.data.total.runs === 0 && (
        <EmptyState title={t("reports.empty")} actions={<Button asChild><Link to="/imports/new">{t("common.nav.new_import")}</Link></Button>}>{t("reports.empty.why")}</EmptyState>
      )}
      {report.data && report.data.total.runs > 0 && (
        <>
          <Totals total={report.data.total} />
          {group === "day" && <DayChart period={{ from, to }} items={report.data.items} />}
          <Card title={t(group === "day" ? "reports.group.day" : "reports.group.supplier")} flush>
            <FiguresTable items={report.data.items} total={report.data.total} group={group} names={names.data ?? {}} />
          </Card>
        </>
      )}
    </div>
  );
}

function Totals({ total }: { total: Figures }) {
  const t = useT();
  const format = useFormat();
  const success = successOf(total);
  return (
    <>
      <div className="grid grid-cols-2 gap-4 xl:grid-cols-4">
        <Stat label={t("reports.runs")} value={format.number(total.runs)} note={t("reports.runs.note", { finished: total.finished, failed: total.failed, cancelled: total.cancelled })} />
        <Stat label={t("reports.success")} value={success === undefined ? "–" : format.percent(success)} note={t("reports.success.note")} />
        <Stat label={t("reports.rows")} value={format.number(total.rows.read)} note={t("reports.rows.note", { share: format.percent(total.reject_share) })} />
        <Stat label={t("reports.time")} value={format.duration(total.duration_ms.p50)} note={t("reports.time.note", { longest: format.duration(total.duration_ms.highest) })} />
      </div>
      <Card>
        <LedgerBar ledger={total.rows} />
      </Card>
    </>
  );
}

function DayChart({ period, items }: { period: { from: string; to: string }; items: readonly Figures[] }) {
  const t = useT();
  const { from, to } = period;
  const shown = useMemo(() => {
    const known = new Map(items.map((one) => [one.key, one]));
    const days = daysOf({ from, to });
    const values = (of: "finished" | "failed" | "cancelled") => days.map((day) => known.get(day)?.[of] ?? 0);
    const series: Series[] = [
      { label: t("common.status.finished"), tone: "created", values: values("finished") },
      { label: t("common.status.failed"), tone: "failed", values: values("failed") },
      { label: t("common.status.cancelled"), tone: "skipped", values: values("cancelled") },
    ];
    return { times: days.map(secondsOf), series };
  }, [items, from, to, t]);
  return (
    <Card title={t("reports.chart")}>
      <Chart label={t("reports.chart")} kind="bars" {...shown} />
    </Card>
  );
}
