import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, asApiError, call, changed, useMay } from "@/api";
import { Button, Card, ConfirmDialog, ErrorState, LedgerBar, ProblemText, SkeletonRows } from "@/components";
import { columnsOfField, type Import, isOver, Problems, QuarantineGrid, reportQuery, RunProgress, useProgress } from "@/components/imports";
import { useT } from "@/i18n";
import { startImport } from "./data";
import type { Wizard } from "./useWizard";

/** The import itself: one button that says what it does, then how far it is, then what became of every row. */
export function RunStep({ wizard }: { wizard: Wizard }) {
  const { search, run } = wizard;
  if (!search.run) return <Begin wizard={wizard} />;
  if (run.error && !run.data) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
  if (!run.data) return <SkeletonRows count={5} />;
  return <Running run={run.data} document={wizard.document ?? wizard.versions.data?.[0]?.document} />;
}

function Begin({ wizard: { search, check, document, draft, change, mode, go } }: { wizard: Wizard }) {
  const t = useT();
  const [asks, setAsks] = useState(false);
  const ledger = check.data?.ledger;
  const begin = useMutation({
    mutationFn: async () => {
      if (!document || !search.upload || !search.supplier) throw new Error("Nothing to import yet.");
      const key = draft.importKey ?? crypto.randomUUID();
      change({ importKey: key });
      return startImport({ upload: search.upload, supplier: search.supplier, mode, document, isDry: false, key });
    },
    onSuccess: (started) => {
      go({ step: "run", run: started.id }, true);
      void changed(["imports"]);
    },
  });
  if (!ledger) return null;
  const count = ledger.rows_read - ledger.quarantined - ledger.skipped;
  const withdrawn = ledger.offers_withdrawn;
  return (
    <div className="space-y-3">
      {begin.error && <ErrorState error={asApiError(begin.error)} compact />}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" busy={begin.isPending} onClick={() => (withdrawn > 0 ? setAsks(true) : begin.mutate())}>
          {t("wizard.run", { count })}
        </Button>
        <span className="text-13 text-muted">
          {[ledger.quarantined > 0 && t("wizard.run.waits", { count: ledger.quarantined }), withdrawn > 0 && t("wizard.mode.withdraws", { count: withdrawn })].filter(Boolean).join(" ")}
        </span>
      </div>
      <ConfirmDialog open={asks} onClose={() => setAsks(false)} title={t("wizard.withdraw.title", { count: withdrawn })} action={t("wizard.withdraw.do", { count: withdrawn })} onConfirm={() => begin.mutateAsync()} danger>
        <p>{t("wizard.withdraw.what", { supplier: search.supplier ?? "", count: withdrawn })}</p>
      </ConfirmDialog>
    </div>
  );
}

function Running({ run, document }: { run: Import; document: unknown }) {
  const t = useT();
  const navigate = useNavigate();
  const { progress, movedAt } = useProgress(run.id, run);
  const [asks, setAsks] = useState(false);
  const mayCancel = useMay("imports.cancel");
  const report = useQuery({ ...reportQuery(run.id), enabled: run.ledger !== null });
  const stop = async () => {
    await call(api.POST("/api/v1/imports/{id}/cancel", { params: { path: { id: run.id } } }));
    await changed(["imports"]);
  };
  return (
    <div className="space-y-4">
      {!isOver(run.status) && (
        <>
          <RunProgress status={run.status} progress={progress} movedAt={movedAt} />
          <div className="flex flex-wrap items-center gap-3">
            {mayCancel && (
              <Button busy={run.is_cancelling} onClick={() => setAsks(true)}>
                {t(run.is_cancelling ? "imports.stopping" : "imports.stop")}
              </Button>
            )}
            <span className="text-13 text-muted">{t("wizard.run.leave")}</span>
          </div>
        </>
      )}
      {run.problem && (
        <p role="alert" className="rounded border border-failed/60 bg-failed-soft p-3">
          <ProblemText problem={run.problem} />
        </p>
      )}
      {run.ledger && (
        <div role="status">
          <LedgerBar ledger={run.ledger} />
        </div>
      )}
      {isOver(run.status) && (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" asChild>
            <Link to="/imports/$id" params={{ id: run.id }}>
              {t("wizard.run.details")}
            </Link>
          </Button>
          <Button asChild>
            <Link to="/products">{t("wizard.run.products")}</Link>
          </Button>
        </div>
      )}
      {report.data && (
        <Card title={t("imports.problems.title")}>
          <Problems problems={report.data.problems} />
        </Card>
      )}
      {run.ledger && run.ledger.quarantined > 0 && (
        <Card title={t("imports.tab.fix")}>
          <QuarantineGrid run={run} columnOf={columnsOfField(document)} onStarted={(id) => void navigate({ to: "/imports/$id", params: { id } })} />
        </Card>
      )}
      <ConfirmDialog open={asks} onClose={() => setAsks(false)} title={t("imports.stop.title")} action={t("imports.stop")} onConfirm={stop} danger>
        <p>{t("imports.stop.what")}</p>
      </ConfirmDialog>
    </div>
  );
}
