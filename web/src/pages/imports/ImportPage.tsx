import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Badge, EmptyState, ErrorState, LedgerBar, NoPermission, PageHeader, ProblemText, SkeletonPage, StatusBadge, type Tab, Tabs } from "@/components";
import { ChangeList, changeFilters, columnsOfField, countsOf, type Import, importQuery, isOver, mappingsQuery, QuarantineGrid, reportQuery, RunProgress, useProgress } from "@/components/imports";
import { useMay } from "@/api";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { CompareRuns } from "./CompareRuns";
import { ImportActions } from "./ImportActions";
import { ImportLog } from "./ImportLog";
import { ImportSummary } from "./ImportSummary";
import type { ImportTab } from "./routes";

const route = getRouteApi("/app/imports/$id");

export function ImportPage() {
  const t = useT();
  const { id } = route.useParams();
  const mayRead = useMay("imports.read");
  const run = useQuery({ ...importQuery(id), enabled: mayRead });
  const back = { to: "/imports", label: t("imports.title") };
  if (!mayRead) {
    return (
      <>
        <PageHeader title={t("imports.one")} back={back} />
        <NoPermission />
      </>
    );
  }
  if (run.isPending) return <SkeletonPage />;
  if (!run.data) {
    return (
      <>
        <PageHeader title={t("imports.one")} back={back} />
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      </>
    );
  }
  return <Loaded key={id} run={run.data} back={back} />;
}

function Loaded({ run, back }: { run: Import; back: { to: string; label: string } }) {
  const t = useT();
  const { progress, movedAt } = useProgress(run.id, run);
  return (
    <>
      <PageHeader
        title={run.file_name || t("imports.one")}
        back={back}
        answer={
          <span className="flex flex-wrap items-center gap-2">
            <StatusBadge status={run.status} />
            {run.dry_run && <Badge>{t("imports.check")}</Badge>}
            <Answer run={run} />
          </span>
        }
        actions={<ImportActions run={run} />}
      />
      <div className="space-y-4">
        {!isOver(run.status) && (
          <section className="rounded border border-border bg-surface p-4" aria-label={t("imports.run.label")}>
            <RunProgress status={run.status} progress={progress} movedAt={movedAt} />
          </section>
        )}
        {run.problem && (
          <section role="alert" className="rounded border border-failed/60 bg-failed-soft p-4">
            <p>
              <ProblemText problem={run.problem} />
            </p>
          </section>
        )}
        {run.ledger && (
          <section className="rounded border border-border bg-surface p-4" aria-label={t("imports.ledger")}>
            <LedgerBar ledger={run.ledger} />
          </section>
        )}
        <Details run={run} />
      </div>
    </>
  );
}

/** What became of it, in one sentence. */
function Answer({ run }: { run: Import }) {
  const t = useT();
  const format = useFormat();
  const { ledger } = run;
  if (!ledger) return <>{t("imports.answer.of", { supplier: run.supplier })}</>;
  const took = run.started_at && run.finished_at ? format.duration(Date.parse(run.finished_at) - Date.parse(run.started_at)) : "";
  const parts = [
    t(run.dry_run ? "imports.answer.checked" : "imports.answer.done", { count: ledger.rows_read, supplier: run.supplier, time: took }),
    ledger.quarantined > 0 && !run.dry_run && t("imports.answer.to_correct", { count: ledger.quarantined }),
    ledger.offers_withdrawn > 0 && t("imports.answer.withdrawn", { count: ledger.offers_withdrawn }),
  ];
  return <>{parts.filter(Boolean).join(" ")}</>;
}

function Details({ run }: { run: Import }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const search = route.useSearch();
  const report = useQuery({ ...reportQuery(run.id), enabled: run.ledger !== null });
  const mappings = useQuery({ ...mappingsQuery(run.supplier), enabled: useMay("suppliers.read") });
  const document = mappings.data?.find((one) => one.version === report.data?.mapping_version)?.document;
  const go = (next: Partial<typeof search>) => void navigate({ to: "/imports/$id", params: { id: run.id }, search: { ...search, ...next }, replace: true });
  const filter = changeFilters.find((one) => one === search.show) ?? "all";
  const changed = run.ledger ? run.ledger.offers_created + run.ledger.offers_updated + run.ledger.offers_withdrawn + run.ledger.offers_revived : 0;

  const tabs: Tab<ImportTab>[] = [
    { value: "summary", label: t("imports.tab.summary"), content: <ImportSummary run={run} report={report.data} error={report.error} rules={(document as { rules?: Record<string, string> } | undefined)?.rules} onFix={() => go({ tab: "fix" })} /> },
    {
      value: "changes",
      label: t("imports.tab.changes"),
      count: run.ledger ? format.number(changed) : undefined,
      content: (
        <ChangeList
          importId={run.id}
          filter={filter}
          onFilter={(show) => go({ tab: "changes", show: show === "all" ? undefined : show })}
          counts={countsOf(report.data)}
          empty={<EmptyState title={t(run.dry_run && changed > 0 ? "imports.changes.not_kept" : isOver(run.status) ? "imports.changes.none" : "imports.changes.later")}>{run.dry_run && changed > 0 && t("imports.changes.not_kept.why")}</EmptyState>}
        />
      ),
    },
    {
      value: "fix",
      label: t("imports.tab.fix"),
      count: run.ledger ? format.number(run.ledger.quarantined) : undefined,
      content:
        run.ledger ? (
          <QuarantineGrid run={run} columnOf={columnsOfField(document)} onStarted={(id) => void navigate({ to: "/imports/$id", params: { id } })} />
        ) : (
          <EmptyState title={t("imports.fix.later")} />
        ),
    },
    { value: "log", label: t("imports.tab.log"), content: <ImportLog id={run.id} isLive={!isOver(run.status)} /> },
    { value: "compare", label: t("imports.tab.compare"), content: <CompareRuns run={run} other={search.with} onOther={(other) => go({ tab: "compare", with: other })} /> },
  ];
  return <Tabs label={t("imports.tabs")} value={search.tab ?? "summary"} onChange={(tab) => go({ tab: tab === "summary" ? undefined : tab })} tabs={tabs} />;
}
