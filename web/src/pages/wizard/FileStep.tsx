import { useMutation } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useEffect } from "react";
import sampleAddress from "../../../../examples/grossiste-demo.csv?url";
import { asApiError } from "@/api";
import { Button, ErrorState, FileDrop, ProgressBar } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { Detection } from "./Detection";
import { SourcePick } from "./SourcePick";
import { SupplierPick } from "./SupplierPick";
import { beginUpload, goOnWithKept, sendOn } from "./upload";
import type { Wizard } from "./useWizard";

const sampleName = "grossiste-demo";

export function FileStep({ wizard }: { wizard: Wizard }) {
  const t = useT();
  const { search, go, upload, isArrived, detected } = wizard;
  const send = useMutation({
    mutationFn: beginUpload,
    onSuccess: ({ id }, file) => go({ step: "file", upload: id, check: undefined, run: undefined, ...(file.name === `${sampleName}.csv` && !search.supplier ? { supplier: sampleName } : {}) }, true),
  });
  const sample = useMutation({
    mutationFn: async () => new File([await (await fetch(sampleAddress)).blob()], `${sampleName}.csv`),
    onSuccess: (file) => send.mutate(file),
  });
  const error = send.error ?? sample.error;
  if (!search.upload) {
    return (
      <div className="space-y-4">
        {error && <ErrorState error={error} compact />}
        <FileDrop onFile={(file) => send.mutate(file)} disabled={send.isPending} hint={t("wizard.file.kinds")} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button icon={<FlaskConical aria-hidden className="size-4" />} busy={sample.isPending || send.isPending} onClick={() => sample.mutate()}>
            {t("wizard.file.sample")}
          </Button>
          <span className="text-13 text-muted">{t("wizard.file.sample.what")}</span>
        </div>
        <SourcePick />
      </div>
    );
  }
  if (upload.error) {
    const isGone = asApiError(upload.error).isMissing;
    return (
      <div className="space-y-3">
        {isGone ? <p>{t("wizard.file.gone")}</p> : <ErrorState error={upload.error} compact onRetry={() => void upload.refetch()} />}
        {isGone && <Button onClick={() => go({ upload: undefined, check: undefined, step: undefined }, true)}>{t("wizard.file.choose")}</Button>}
      </div>
    );
  }
  return (
    <div className="space-y-6">
      {!isArrived && <Arriving wizard={wizard} />}
      <SupplierPick value={search.supplier} onChange={(supplier) => go({ supplier }, true)} />
      {isArrived && <Detection wizard={wizard} />}
      <div className="flex flex-wrap items-center gap-3 border-t border-border pt-4">
        <Button look="primary" disabled={!search.supplier || !detected.data || detected.isFetching} onClick={() => go({ step: "columns" })}>
          {t("wizard.next.columns")}
        </Button>
        {!search.supplier && <span className="text-13 text-muted">{t("wizard.next.needs_supplier")}</span>}
      </div>
    </div>
  );
}

/** A file on its way: how far, and what to do when it stands still. */
function Arriving({ wizard: { upload, sending } }: { wizard: Wizard }) {
  const t = useT();
  const format = useFormat();
  const data = upload.data;
  const isIdle = sending === undefined;
  useEffect(() => {
    if (data && isIdle) void goOnWithKept(data);
  }, [data, isIdle]);
  if (!data) return null;
  const size = sending?.size ?? data.size ?? undefined;
  const done = sending?.sent ?? data.offset;
  const choose = (file: File) => {
    if (data.size === null || file.size === data.size) sendOn(data, file);
  };
  return (
    <div className="space-y-3">
      <ProgressBar
        label={data.file_name}
        done={done}
        total={size}
        note={<span role="status">{[size && t("wizard.upload.of", { done: format.bytes(done), size: format.bytes(size) }), sending?.state === "waiting" && t("wizard.upload.waiting")].filter(Boolean).join(" · ")}</span>}
      />
      {sending?.state === "failed" && <ErrorState error={sending.error} compact />}
      {(isIdle || sending.state === "failed") && <FileDrop onFile={choose} hint={t("wizard.upload.choose_again", { file: data.file_name, size: format.bytes(data.size ?? 0) })} />}
    </div>
  );
}
