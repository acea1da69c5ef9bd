import { useState } from "react";
import { api, call, changed, useMay } from "@/api";
import { Button, ConfirmDialog, tellFailure, toast } from "@/components";
import { useT } from "@/i18n";
import { jobTitle } from "@/lib/job-names";
import { canCancel, canRetry } from "./progress";
import type { Job } from "./queries";

/** Stop and run again, where the job's state and the person's permissions let it be. */
export function JobActions({ job }: { job: Job }) {
  const t = useT();
  const mayCancel = useMay("imports.cancel");
  const mayStart = useMay("imports.start");
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const path = { params: { path: { id: job.id } } };
  const name = jobTitle(job, t);
  const cancel = async () => {
    await call(api.POST("/api/v1/jobs/{id}/cancel", path));
    toast.done(t("jobs.cancel.done", { name }));
    await changed(["jobs"], ["imports"]);
  };
  const retry = async () => {
    setBusy(true);
    try {
      await call(api.POST("/api/v1/jobs/{id}/retry", path));
      toast.done(t("jobs.retry.done", { name }));
      await changed(["jobs"], ["imports"]);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {mayCancel && canCancel(job) && <Button size="small" onClick={() => setAsks(true)}>{t("jobs.cancel")}</Button>}
      {mayStart && canRetry(job) && <Button size="small" busy={busy} onClick={() => void retry()}>{t("jobs.retry")}</Button>}
      <ConfirmDialog open={asks} onClose={() => setAsks(false)} title={t("jobs.cancel.title")} action={t("jobs.cancel")} onConfirm={cancel} danger>
        <p className="font-medium">{name}</p>
        <p>{t(job.kind === "import" ? "jobs.cancel.import" : "jobs.cancel.other")}</p>
      </ConfirmDialog>
    </>
  );
}
