import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Download, Play, RotateCw, Square } from "lucide-react";
import { useState } from "react";
import { api, call, changed, download, useMay } from "@/api";
import { Button, ConfirmDialog, Menu, MenuItem, tellFailure } from "@/components";
import { type Import, isOver } from "@/components/imports";
import { useT } from "@/i18n";

/** What can be done with an import as it stands. */
export function ImportActions({ run }: { run: Import }) {
  const t = useT();
  const navigate = useNavigate();
  const mayStart = useMay("imports.start");
  const mayCancel = useMay("imports.cancel");
  const [asks, setAsks] = useState(false);
  const path = { params: { path: { id: run.id } } };
  const goOn = useMutation({
    mutationFn: () => call(api.POST("/api/v1/imports/{id}/resume", path)),
    onSuccess: () => changed(["imports"]),
    onError: (error) => tellFailure(error),
  });
  const again = useMutation({
    mutationFn: () => call(api.POST("/api/v1/imports/{id}/retry", path)),
    onSuccess: async (started) => {
      await changed(["imports"]);
      await navigate({ to: "/imports/$id", params: { id: started.id } });
    },
    onError: (error) => tellFailure(error),
  });
  const stop = async () => {
    await call(api.POST("/api/v1/imports/{id}/cancel", path));
    await changed(["imports"]);
  };
  const save = (what: "file" | "report", name: string) => void download(`/api/v1/imports/${run.id}/${what}`, name).catch(tellFailure);
  const mayResume = mayStart && !run.dry_run && (run.status === "failed" || run.status === "cancelled");
  return (
    <>
      {mayCancel && !isOver(run.status) && (
        <Button icon={<Square aria-hidden className="size-4" />} busy={run.is_cancelling} onClick={() => setAsks(true)}>
          {t(run.is_cancelling ? "imports.stopping" : "imports.stop")}
        </Button>
      )}
      {mayResume && (
        <Button look="primary" icon={<Play aria-hidden className="size-4" />} busy={goOn.isPending} onClick={() => goOn.mutate()}>
          {t("imports.resume")}
        </Button>
      )}
      {mayStart && isOver(run.status) && (
        <Button icon={<RotateCw aria-hidden className="size-4" />} busy={again.isPending} onClick={() => again.mutate()}>
          {t(run.dry_run ? "imports.again.check" : "imports.again")}
        </Button>
      )}
      {run.ledger && (
        <Menu trigger={<Button icon={<Download aria-hidden className="size-4" />}>{t("imports.download")}</Button>}>
          <MenuItem onSelect={() => save("file", run.file_name)}>{t("imports.download.file")}</MenuItem>
          <MenuItem onSelect={() => save("report", `import-${run.id}.json`)}>{t("imports.report")}</MenuItem>
        </Menu>
      )}
      <ConfirmDialog open={asks} onClose={() => setAsks(false)} title={t("imports.stop.title")} action={t("imports.stop")} onConfirm={stop} danger>
        <p>{t(run.dry_run ? "imports.stop.check" : "imports.stop.what")}</p>
      </ConfirmDialog>
    </>
  );
}
