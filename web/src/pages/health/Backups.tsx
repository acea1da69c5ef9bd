import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import { api, call, changed, type Schema, useMay } from "@/api";
import { Badge, Button, Card, EmptyState, ErrorState, NoValue, RelativeTime, ShortTable, SkeletonRows, Stat, tellFailure, toast } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { backupsQuery } from "./queries";

type Backup = Schema<"backup.BackupView">;

/** Whether there is something to go back to, how old it is, and whether it has been tried. */
export function Backups() {
  const t = useT();
  const mayStart = useMay("admin.settings");
  const backups = useQuery(backupsQuery);
  const [isStarting, setIsStarting] = useState(false);
  const start = async () => {
    setIsStarting(true);
    try {
      const { is_new } = await call(api.POST("/api/v1/monitoring/backups"));
      toast.done(t(is_new ? "health.backups.started" : "health.backups.under_way"));
      await changed(["monitoring", "backups"]);
    } catch (problem) {
      tellFailure(problem, t("health.backups.not_started"));
    } finally {
      setIsStarting(false);
    }
  };
  const button = mayStart && <Button size="small" busy={isStarting} disabled={backups.data?.is_running} onClick={() => void start()}>{t("health.backups.start")}</Button>;
  const isEmpty = backups.data?.items.length === 0;
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Age title={t("health.backups.last_success")} at={backups.data?.last_success_at} isKnown={backups.isSuccess} late={backups.data?.is_late && t("health.backups.late")} />
        <Age title={t("health.backups.last_proven")} at={backups.data?.last_proven_restore_at} isKnown={backups.isSuccess} late={backups.data?.is_proof_late && t("health.backups.not_proven_lately")} />
      </div>
      <Card title={t("health.backups")} actions={isEmpty ? undefined : button} flush>
        {backups.isPending && <SkeletonRows count={5} />}
        {backups.error && !backups.data && <ErrorState error={backups.error} onRetry={() => void backups.refetch()} />}
        {isEmpty && <EmptyState title={t("health.backups.empty")} actions={button}>{t("health.backups.empty.why")}</EmptyState>}
        {backups.data && !isEmpty && <BackupRows rows={backups.data.items} />}
      </Card>
    </div>
  );
}

function Age({ title, at, isKnown, late }: { title: string; at: string | null | undefined; isKnown: boolean; late: string | false | undefined }) {
  const t = useT();
  return <Stat label={title} value={at ? <RelativeTime at={at} /> : isKnown ? t("health.backups.never") : <NoValue />} note={late ? <span className="text-failed">{late}</span> : undefined} />;
}

function BackupRows({ rows }: { rows: Backup[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <ShortTable
      label={t("health.backups")}
      rows={rows}
      rowKey={(one) => one.id}
      minWidth="min-w-200"
      columns={[
        { key: "started", header: t("health.backups.started_at"), isHead: true, cell: (one) => format.dateTime(one.started_at) },
        { key: "state", header: t("health.backups.state"), cell: (one) => <State backup={one} /> },
        { key: "proven", header: t("health.backups.proven"), cell: (one) => <Proof backup={one} /> },
        { key: "places", header: t("health.backups.places"), cell: (one) => one.places.map((place) => (place === "s3" ? "S3" : t("health.backups.folder"))).join(", ") || <NoValue /> },
        { key: "size", header: t("health.size"), isNumber: true, cell: (one) => (one.state === "finished" ? format.bytes(one.size_bytes) : <NoValue />) },
        { key: "new", header: t("health.backups.new_bytes"), isNumber: true, cell: (one) => (one.state === "finished" ? format.bytes(one.new_bytes) : <NoValue />) },
      ]}
    />
  );
}

function State({ backup }: { backup: Backup }) {
  const t = useT();
  if (backup.state === "running") return <Badge tone="updated">{t("health.backups.running")}</Badge>;
  if (backup.problem) return <span className="text-failed">{backup.problem}</span>;
  return <span className="inline-flex items-center gap-1.5"><CircleCheck aria-hidden className="size-3.5 text-created" />{t(backup.is_encrypted ? "health.backups.whole_encrypted" : "health.backups.whole")}</span>;
}

function Proof({ backup }: { backup: Backup }) {
  if (backup.proof_problem) return <span className="inline-flex items-center gap-1.5 text-failed"><CircleAlert aria-hidden className="size-3.5 shrink-0" />{backup.proof_problem}</span>;
  return backup.proven_at ? <RelativeTime at={backup.proven_at} /> : <NoValue />;
}
