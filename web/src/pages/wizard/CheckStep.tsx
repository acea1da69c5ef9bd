import { ArrowRight, RotateCw } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { api, call, changed } from "@/api";
import { Button, Card, EmptyState, ErrorState, LedgerBar, ProblemText, SkeletonRows } from "@/components";
import { ChangeList, changeFilters, columnsOfField, countsOf, type Import, isOver, Problems, QuarantineGrid, reportQuery, RunProgress, useProgress } from "@/components/imports";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useStartCheck } from "./ColumnsStep";
import type { Wizard } from "./useWizard";

/** What would happen, before anything does. */
export function CheckStep({ wizard }: { wizard: Wizard }) {
  const t = useT();
  const { search, check, go, isOutdated, mode, detected } = wizard;
  const again = useStartCheck(wizard);
  const { progress, movedAt } = useProgress(search.check, check.data);
  const rows = detected.data?.estimated_rows ?? 0;
  if (!search.check) {
    return (
      <EmptyState
        title={t("wizard.check.not_yet")}
        actions={
          <Button look="primary" busy={again.isPending} onClick={() => again.mutate(mode)}>
            {t("wizard.next.check", { count: rows })}
          </Button>
        }
      >
        {t("wizard.next.check.safe")}
        {again.error && <ErrorState error={again.error} compact />}
      </EmptyState>
    );
  }
  if (check.error && !check.data) return <ErrorState error={check.error} onRetry={() => void check.refetch()} />;
  if (!check.data) return <SkeletonRows count={5} />;
  const dry = check.data;
  const isGood = dry.status === "finished" && dry.ledger !== null;
  const count = dry.ledger ? dry.ledger.rows_read - dry.ledger.quarantined - dry.ledger.skipped : 0;
  return (
    <div className="space-y-4">
      <Mode value={mode} withdrawn={isGood && dry.mode === "full" ? (dry.ledger?.offers_withdrawn ?? 0) : undefined} onChange={(next) => again.mutate(next)} disabled={again.isPending || !isOver(dry.status)} />
      {(isOutdated || (isOver(dry.status) && !isGood)) && (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded border border-quarantined/50 bg-quarantined-soft px-3 py-2">
          <span className="min-w-48 flex-1">{isOutdated ? t("wizard.check.outdated") : dry.problem ? <ProblemText problem={dry.problem} /> : t("wizard.check.ended")}</span>
          <Button size="small" icon={<RotateCw aria-hidden className="size-4" />} busy={again.isPending} onClick={() => again.mutate(mode)}>
            {t("wizard.check.again")}
          </Button>
        </div>
      )}
      {again.error && <ErrorState error={again.error} compact />}
      {!isOver(dry.status) && (
        <div className="space-y-3">
          <RunProgress status={dry.status} progress={progress} movedAt={movedAt} />
          <Button size="small" onClick={() => void call(api.POST("/api/v1/imports/{id}/cancel", { params: { path: { id: dry.id } } })).then(() => changed(["imports"]))}>
            {t("wizard.check.stop")}
          </Button>
        </div>
      )}
      {isGood && (
        <div className={cx("space-y-4", isOutdated && "opacity-60")}>
          <Sum ledger={dry.ledger!} />
          {!isOutdated && (
            // Before the lists: by keyboard what comes next is not behind all their rows.
            <div className="flex flex-wrap items-center gap-3">
              <Button look="primary" disabled={count === 0} onClick={() => go({ step: "run" })}>
                {t("wizard.next.run", { count })}
                <ArrowRight aria-hidden className="size-4" />
              </Button>
              {count === 0 && <span className="text-13 text-quarantined">{t("wizard.check.nothing")}</span>}
            </div>
          )}
          <Outcome wizard={wizard} dry={dry} />
        </div>
      )}
    </div>
  );
}

function Sum({ ledger }: { ledger: NonNullable<Import["ledger"]> }) {
  const t = useT();
  return (
    <>
      <LedgerBar ledger={ledger} />
      <ul className="flex flex-wrap gap-x-6 gap-y-1 text-13">
        {(["offers_created", "offers_updated", "offers_withdrawn", "products_created"] as const).map((key) => ledger[key] > 0 && <li key={key}>{t(`wizard.effect.${key}`, { count: ledger[key] })}</li>)}
      </ul>
    </>
  );
}

function Outcome({ wizard: { search, go, document }, dry }: { wizard: Wizard; dry: Import }) {
  const t = useT();
  const report = useQuery(reportQuery(dry.id));
  const ledger = dry.ledger!;
  const changes = ledger.offers_created + ledger.offers_updated + ledger.offers_withdrawn + ledger.offers_revived;
  const filter = changeFilters.find((one) => one === search.show) ?? "all";
  return (
    <>
      <Card title={t("imports.problems.title")}>
        {report.data ? (
          <Problems
            problems={report.data.problems}
            rules={document?.rules}
            action={(code) =>
              columnCures.includes(code) && (
                <Button size="small" onClick={() => go({ step: "columns" })}>
                  {t("wizard.check.to_columns")}
                </Button>
              )
            }
          />
        ) : report.error ? (
          <ErrorState error={report.error} compact onRetry={() => void report.refetch()} />
        ) : (
          <SkeletonRows count={4} />
        )}
      </Card>
      {ledger.quarantined > 0 && (
        <Card title={t("wizard.check.refused", { count: ledger.quarantined })}>
          <QuarantineGrid run={dry} columnOf={columnsOfField(document)} onStarted={() => undefined} />
        </Card>
      )}
      <Card title={t("imports.tab.changes")}>
        <ChangeList
          importId={dry.id}
          filter={filter}
          counts={countsOf(report.data)}
          onFilter={(show) => go({ show: show === "all" ? undefined : show }, true)}
          empty={<p className="text-muted">{t(changes > 0 ? "imports.changes.not_kept.why" : "wizard.check.no_changes")}</p>}
        />
      </Card>
    </>
  );
}

/** Causes that a change of the columns can cure for all rows at once. */
const columnCures = ["not_a_number", "not_in_lookup", "not_a_date", "vat_not_a_rate", "vat_unusual", "vat_missing", "weight_invalid", "price_too_large", "stock_too_large", "sku_missing", "not_whole"].map((name) => `import.${name}`);

/** Whether offers that are not in the file stay or go; the choice is checked before it counts. */
function Mode({ value, withdrawn, onChange, disabled }: { value: "partial" | "full"; withdrawn: number | undefined; onChange: (mode: "partial" | "full") => void; disabled: boolean }) {
  const t = useT();
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2" disabled={disabled}>
      <legend className="mb-1 text-13 font-medium">{t("wizard.mode")}</legend>
      {(["partial", "full"] as const).map((mode) => (
        <label key={mode} className={cx("flex cursor-pointer items-start gap-2 rounded border p-3", mode === value ? "border-accent bg-accent-soft" : "border-border")}>
          <input type="radio" name="mode" className="mt-1 accent-accent" checked={mode === value} onChange={() => onChange(mode)} />
          <span>
            <span className="block font-medium">{t(`wizard.mode.${mode}`)}</span>
            <span className="block text-13 text-muted">{t(`wizard.mode.${mode}.what`)}</span>
            {mode === "full" && withdrawn !== undefined && <span className="mt-1 block text-13 font-medium text-withdrawn">{t("wizard.mode.withdraws", { count: withdrawn })}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
