import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Schema, useLive, useMay } from "@/api";
import { Card, EmptyState, ErrorState, LedgerBar, ProblemLine, ProgressBar, RelativeTime, SkeletonRows, StatusBadge } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { latestImportsQuery } from "./queries";
import type { ImportEvent } from "./useFreshBoard";

/** The last twenty imports; those under way move as their events arrive. */
export function LiveImports() {
  const t = useT();
  const imports = useQuery({ ...latestImportsQuery, enabled: useMay("imports.read") });
  const [moving, setMoving] = useState<Record<string, ImportEvent>>({});
  useLive(["imports.*"], ({ events }) => {
    const states = events.map((event) => event.data as ImportEvent);
    setMoving((before) => ({ ...before, ...Object.fromEntries(states.map((state) => [state.id, state])) }));
  });
  return (
    <Card title={t("dashboard.live")} actions={<Link to="/imports" className="text-13">{t("dashboard.live.all")}</Link>} flush>
      {imports.isPending && <SkeletonRows count={5} />}
      {imports.error && !imports.data && <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />}
      {imports.data?.items.length === 0 && <EmptyState title={t("dashboard.live.empty")} />}
      <ol className="relative max-h-120 divide-y divide-border overflow-y-auto">
        {imports.data?.items.map((one) => (
          <li key={one.id} className="px-4 py-2.5">
            <Line run={one} state={moving[one.id]} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Line({ run, state }: { run: Schema<"imports.ImportView">; state: ImportEvent | undefined }) {
  const t = useT();
  const format = useFormat();
  const isOver = run.finished_at !== null;
  const status = isOver ? run.status : (state?.status ?? run.status);
  const ledger = run.ledger ?? state?.ledger;
  const took = run.started_at && run.finished_at ? Date.parse(run.finished_at) - Date.parse(run.started_at) : undefined;
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge status={status} />
        <Link to="/imports/$id" params={{ id: run.id }} className="min-w-0 flex-1 truncate font-medium">
          {run.supplier} <span className="font-normal text-muted">{run.file_name}</span>
        </Link>
        <span className="text-13 text-muted">
          <RelativeTime at={run.finished_at ?? run.created_at} />
        </span>
      </div>
      {ledger && <LedgerBar size="line" ledger={ledger} />}
      {ledger && (
        <p className="tabular text-13 text-muted">
          {t("dashboard.live.rows", { count: ledger.rows_read })}
          {took !== undefined && ` · ${format.duration(took)}`}
          {ledger.quarantined > 0 && ` · ${t("dashboard.live.to_correct", { count: ledger.quarantined })}`}
        </p>
      )}
      {run.problem && <ProblemLine problem={run.problem} className="block text-13 text-failed" />}
      {!isOver && state && state.status === "running" && (
        <ProgressBar label={phaseName(t, state.phase)} done={state.done} total={state.total || undefined} note={state.rate > 0 && state.unit === "rows" ? format.rate(state.rate) : undefined} />
      )}
    </div>
  );
}

const phases = ["copy", "sniff", "scan", "merge", "prove"] as const;
function phaseName(t: ReturnType<typeof useT>, phase: string) {
  const known = phases.find((one) => one === phase);
  return known ? t(`dashboard.phase.${known}`) : t("common.status.running");
}
