import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, call } from "@/api";
import { Card, Duration, EmptyState, ErrorState, Field, LedgerBar, Num, Select, SkeletonRows } from "@/components";
import { type Import, importQuery, isCause, type Report, reportQuery } from "@/components/imports";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";

/** This run and another of the same supplier, side by side. */
export function CompareRuns({ run, other, onOther }: { run: Import; other: string | undefined; onOther: (id: string) => void }) {
  const t = useT();
  const format = useFormat();
  const runs = useQuery({
    queryKey: ["imports", "of", run.supplier],
    queryFn: ({ signal }) => call(api.GET("/api/v1/imports", { params: { query: { supplier: run.supplier, status: "finished", limit: 100 } }, signal })),
  });
  const others = runs.data?.items.filter((one) => one.id !== run.id) ?? [];
  const chosen = other ?? others.find((one) => !one.dry_run && one.created_at < run.created_at)?.id ?? others[0]?.id;
  if (runs.isPending) return <SkeletonRows count={6} />;
  if (runs.error) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!run.ledger) return <EmptyState title={t("imports.compare.later")} />;
  if (!chosen) return <EmptyState title={t("imports.compare.none")}>{t("imports.compare.none.why", { supplier: run.supplier })}</EmptyState>;
  const name = (one: Import) => `${format.dateTime(one.created_at)} · ${one.file_name}${one.dry_run ? ` · ${t("imports.check")}` : ""}`;
  return (
    <div className="space-y-4">
      <Field label={t("imports.compare.with")} className="max-w-xl">
        <Select value={chosen} onChange={(event) => onOther(event.target.value)}>
          {!others.some((one) => one.id === chosen) && <option value={chosen}>{chosen}</option>}
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {name(one)}
            </option>
          ))}
        </Select>
      </Field>
      <SideBySide now={run} thenId={chosen} />
    </div>
  );
}

function SideBySide({ now, thenId }: { now: Import; thenId: string }) {
  const t = useT();
  const format = useFormat();
  const then = useQuery(importQuery(thenId));
  const reportNow = useQuery(reportQuery(now.id));
  const reportThen = useQuery(reportQuery(thenId));
  const error = then.error ?? reportNow.error ?? reportThen.error;
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([then.refetch(), reportNow.refetch(), reportThen.refetch()])} />;
  if (!then.data || !reportNow.data || !reportThen.data) return <SkeletonRows count={8} />;
  const head = (run: Import) => (
    <span>
      {run.file_name}
      <span className="block text-12 font-normal text-muted">{format.dateTime(run.created_at)}</span>
    </span>
  );
  return (
    <Card flush>
      <div className="overflow-x-auto" role="region" aria-label={t("imports.tab.compare")} tabIndex={0}>
        <table className="w-full text-left">
          <thead className="bg-raised text-13">
            <tr>
              <th scope="col" className="p-3"><span className="sr-only">{t("imports.compare.figure")}</span></th>
              <th scope="col" className="p-3 align-bottom">{head(then.data)}</th>
              <th scope="col" className="p-3 align-bottom">{head(now)}</th>
              <th scope="col" className="p-3 text-right align-bottom">{t("imports.compare.difference")}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-border">
            <Row name={t("imports.ledger")} then={then.data.ledger && <LedgerBar size="line" ledger={then.data.ledger} />} now={now.ledger && <LedgerBar size="line" ledger={now.ledger} />} />
            {figures(t, then.data, now, reportThen.data, reportNow.data).map((figure) => (
              <Row key={figure.name} name={figure.name} then={<Num value={figure.then} />} now={<Num value={figure.now} />} difference={figure.now - figure.then} isBetter={figure.lessIsBetter ? figure.now < figure.then : undefined} />
            ))}
            <Row name={t("imports.took")} then={<Duration ms={reportThen.data.duration_ms} />} now={<Duration ms={reportNow.data.duration_ms} />} />
            <Row name={t("imports.columns")} then={columnNews(reportThen.data, reportNow.data)} now={columnNews(reportNow.data, reportThen.data)} />
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const columnNews = (report: Report, other: Report) => {
  const own = report.detected.columns.filter((name) => !other.detected.columns.includes(name));
  return [String(report.detected.columns.length), ...own.map((name) => `+ ${name}`)].join(", ");
};

function figures(t: ReturnType<typeof useT>, then: Import, now: Import, reportThen: Report, reportNow: Report) {
  const counts = (["rows_read", "created", "updated", "unchanged", "quarantined", "skipped", "offers_withdrawn"] as const).map((key) => ({
    name: t(`imports.figure.${key}`),
    then: then.ledger?.[key] ?? 0,
    now: now.ledger?.[key] ?? 0,
    lessIsBetter: key === "quarantined",
  }));
  const codes = [...new Set([...Object.keys(reportThen.problems), ...Object.keys(reportNow.problems)])].sort();
  const problems = codes.map((code) => ({ name: causeName(t, code), then: reportThen.problems[code] ?? 0, now: reportNow.problems[code] ?? 0, lessIsBetter: true }));
  return [...counts, ...problems];
}

function causeName(t: ReturnType<typeof useT>, code: string) {
  const name = code.replace("import.", "");
  return isCause(name) ? t(`imports.cause.${name}`) : code;
}

function Row({ name, then, now, difference, isBetter }: { name: string; then: ReactNode; now: ReactNode; difference?: number; isBetter?: boolean }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row" className="p-3 text-14 font-normal text-muted">{name}</th>
      <td className="tabular min-w-28 p-3">{then}</td>
      <td className="tabular min-w-28 p-3">{now}</td>
      <td className={cx("tabular p-3 text-right", Boolean(difference) && (isBetter === undefined ? "font-medium" : isBetter ? "text-created" : "text-quarantined"))}>
        {difference ? format.signed(difference) : null}
      </td>
    </tr>
  );
}
