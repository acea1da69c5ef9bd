import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useMay } from "@/api";
import { Button, NoPermission, PageHeader, SkeletonRows, tellFailure } from "@/components";
import { isOver } from "@/components/imports";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import { uploadQuery } from "./data";
import { forgetDraft, keepLeft, readLeft } from "./draft";
import { FileStep } from "./FileStep";
import { tally } from "./mapping";
import { RunStep } from "./RunStep";
import type { WizardStep } from "./routes";
import { StepFrame } from "./StepFrame";
import { dropUpload } from "./upload";
import { useWizard, type Wizard } from "./useWizard";

export function WizardPage() {
  const t = useT();
  const mayStart = useMay("imports.start");
  const mayWrite = useMay("imports.write");
  if (!mayStart || !mayWrite) {
    return (
      <>
        <PageHeader title={t("wizard.title")} back={{ to: "/imports", label: t("wizard.back") }} />
        <NoPermission />
      </>
    );
  }
  return <Steps />;
}

function Steps() {
  const t = useT();
  const wizard = useWizard();
  const { search, go, upload, detected, document, check, run } = wizard;
  useKeepPlace(wizard);

  const hasFile = wizard.isArrived && search.supplier !== undefined && detected.data !== undefined;
  const isChecked = check.data?.status === "finished" && !wizard.isOutdated;
  const wantedStep: WizardStep = search.run ? "run" : (search.step ?? "file");
  const step: WizardStep = search.run ? "run" : !hasFile ? "file" : wantedStep === "run" && !isChecked ? "check" : wantedStep;
  const stateOf = (one: WizardStep) => {
    const order: WizardStep[] = ["file", "columns", "check", "run"];
    if (one === step) return "open" as const;
    return order.indexOf(one) < order.indexOf(step) ? ("done" as const) : ("later" as const);
  };
  const reopen = (one: WizardStep) => (search.run ? undefined : () => go({ step: one }));
  const isLoading = search.upload !== undefined && !search.run && (upload.isPending || (wizard.isArrived && search.step !== undefined && search.step !== "file" && detected.isPending));

  return (
    <>
      <PageHeader
        title={t("wizard.title")}
        answer={t("wizard.lead")}
        back={{ to: "/imports", label: t("wizard.back") }}
        actions={(search.upload || search.run) && <StartOver wizard={wizard} />}
      />
      {!search.upload && !search.run && <GoOnBanner wizard={wizard} />}
      <div className="space-y-3">
        <StepFrame number={1} title={t("wizard.step.file")} state={stateOf("file")} summary={<FileLine wizard={wizard} />} onOpen={reopen("file")} about={search.upload}>
          {isLoading ? <SkeletonRows count={6} /> : <FileStep wizard={wizard} />}
        </StepFrame>
        <StepFrame number={2} title={t("wizard.step.columns")} state={stateOf("columns")} summary={document && <ColumnsLine wizard={wizard} />} onOpen={reopen("columns")}>
          <ColumnsStep wizard={wizard} />
        </StepFrame>
        <StepFrame number={3} title={t("wizard.step.check")} state={stateOf("check")} summary={<CheckLine wizard={wizard} />} onOpen={reopen("check")}>
          <CheckStep wizard={wizard} />
        </StepFrame>
        <StepFrame number={4} title={t("wizard.step.run")} state={run.data && isOver(run.data.status) && !search.run ? "done" : stateOf("run")} about={search.run}>
          <RunStep wizard={wizard} />
        </StepFrame>
      </div>
    </>
  );
}

/** Remembers the place, so that it is offered when one comes back without the address. */
function useKeepPlace({ search, upload, run }: Wizard) {
  const fileName = upload.data?.file_name;
  const place = JSON.stringify(search);
  const isDone = run.data !== undefined && isOver(run.data.status);
  useEffect(() => {
    const now = JSON.parse(place) as Wizard["search"];
    if (isDone && now.upload) forgetDraft(now.upload);
    else if (now.upload && fileName && !now.run) keepLeft({ search: now, fileName, at: new Date().toISOString() });
  }, [place, fileName, isDone]);
}

function GoOnBanner({ wizard }: { wizard: Wizard }) {
  const t = useT();
  const format = useFormat();
  const left = readLeft();
  const upload = useQuery({ ...uploadQuery(left?.search.upload ?? ""), enabled: left !== null });
  const [isGone, setGone] = useState(false);
  if (!left || !upload.data || isGone) return null;
  const discard = async () => {
    const { id } = upload.data;
    forgetDraft(id);
    setGone(true);
    await dropUpload(id).catch(tellFailure);
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3 rounded border border-border bg-accent-soft px-4 py-3">
      <p className="min-w-48 flex-1">
        {t("wizard.left", { file: left.fileName, time: format.relative(left.at) })}
      </p>
      <Button look="primary" size="small" onClick={() => wizard.go(left.search)}>
        {t("wizard.left.go_on")}
      </Button>
      <Button size="small" onClick={() => void discard()}>
        {t("wizard.left.discard")}
      </Button>
    </div>
  );
}

function StartOver({ wizard }: { wizard: Wizard }) {
  const t = useT();
  const blank = { step: undefined, upload: undefined, supplier: undefined, mode: undefined, check: undefined, run: undefined, show: undefined };
  // What was prepared stays, and is offered again on the empty page.
  return <Button onClick={() => wizard.go(blank)}>{t(wizard.search.run ? "wizard.another" : "wizard.start_over")}</Button>;
}

function FileLine({ wizard: { upload, detected, search, run } }: { wizard: Wizard }) {
  const t = useT();
  const found = detected.data;
  const name = upload.data?.file_name ?? run.data?.file_name ?? "";
  const parts = [name, search.supplier ?? run.data?.supplier, found && t(found.estimate_is_exact ? "wizard.rows" : "wizard.rows.about", { count: found.estimated_rows }), found?.format.toUpperCase(), found?.encoding];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}

function ColumnsLine({ wizard: { document, columns } }: { wizard: Wizard }) {
  const t = useT();
  if (!document || columns.length === 0) return null;
  const { mapped, attributes, left } = tally(document, columns);
  return <>{[t("wizard.mapped", { count: mapped }), t("wizard.kept", { count: attributes }), t("wizard.left_out", { count: left })].join(", ")}</>;
}

function CheckLine({ wizard: { check } }: { wizard: Wizard }) {
  const t = useT();
  const ledger = check.data?.ledger;
  if (!ledger) return null;
  return <>{t("common.ledger.sentence", { read: ledger.rows_read, created: ledger.created, updated: ledger.updated, unchanged: ledger.unchanged, quarantined: ledger.quarantined, skipped: ledger.skipped })}</>;
}
