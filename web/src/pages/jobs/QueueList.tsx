import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CirclePause, CirclePlay } from "lucide-react";
import { useState } from "react";
import { api, call, changed, useMay, type Schema } from "@/api";
import { Badge, Button, Card, ConfirmDialog, ErrorState, RelativeTime, ShortTable, SkeletonRows, toast } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { queueName, queueNames } from "@/lib/job-names";
import { pausedQuery, queuesQuery } from "./queries";

type Queue = Schema<"imports.QueueView">;
const none = { waiting: 0, running: 0, finished: 0, failed: 0, cancelled: 0, dead: 0 };

/** Every queue there is: those that never had a job can be paused as well. */
function allQueues(counted: readonly Queue[]): Queue[] {
  const names = [...new Set([...queueNames, ...counted.map((one) => one.name)])];
  return names.map((name) => counted.find((one) => one.name === name) ?? { name, ...none });
}

export function QueueList() {
  const t = useT();
  const format = useFormat();
  const client = useQueryClient();
  const mayPause = useMay("admin.settings");
  const queues = useQuery(queuesQuery);
  const paused = useQuery(pausedQuery);
  const [asking, setAsking] = useState<Queue | null>(null);
  if (queues.isPending || paused.isPending) return <Card flush><SkeletonRows count={5} /></Card>;
  if (!queues.data) return <ErrorState error={queues.error} onRetry={() => void queues.refetch()} />;

  const pausedOf = (name: string) => paused.data?.find((one) => one.queue === name);
  const isAskingPaused = asking !== null && pausedOf(asking.name) !== undefined;
  const turn = async () => {
    if (!asking) return;
    const path = { params: { path: { queue: asking.name } } };
    const answer = await call(isAskingPaused ? api.POST("/api/v1/queues/{queue}/resume", path) : api.POST("/api/v1/queues/{queue}/pause", path));
    client.setQueryData(pausedQuery.queryKey, answer.items);
    toast.done(t(isAskingPaused ? "jobs.queue.resumed" : "jobs.queue.paused", { queue: queueName(asking.name, t) }));
    await changed(["jobs"]);
  };
  const count = (queue: Queue, status: keyof typeof none) =>
    queue[status] === 0 ? (
      <span className="text-muted">0</span>
    ) : (
      <Link to="/jobs" search={{ queue: queue.name, status }} className="inline-block min-h-6">{format.number(queue[status])}</Link>
    );
  return (
    <Card flush>
      <ShortTable
        label={t("jobs.tab.queues")}
        rows={allQueues(queues.data)}
        rowKey={(queue) => queue.name}
        minWidth="min-w-200"
        columns={[
          { key: "name", header: t("jobs.column.queue"), isHead: true, cell: (queue) => queueName(queue.name, t) },
          {
            key: "state",
            header: t("jobs.column.status"),
            cell: (queue) => {
              const pause = pausedOf(queue.name);
              if (!pause) return <Badge tone="created" icon={<CirclePlay aria-hidden className="size-3.5" />}>{t("jobs.queue.open")}</Badge>;
              return (
                <>
                  <Badge tone="quarantined" icon={<CirclePause aria-hidden className="size-3.5" />}>{t("jobs.queue.is_paused")}</Badge>
                  <span className="mt-0.5 block text-12 text-muted">{pause.paused_by}, <RelativeTime at={pause.paused_at} /></span>
                </>
              );
            },
          },
          ...(["running", "waiting", "failed", "dead", "cancelled", "finished"] as const).map((status) => ({
            key: status,
            header: t(`common.status.${status}`),
            isNumber: true,
            cell: (queue: Queue) => count(queue, status),
          })),
          ...(mayPause
            ? [{
                key: "actions",
                header: <span className="sr-only">{t("jobs.column.actions")}</span>,
                isNumber: true,
                cell: (queue: Queue) => (
                  <Button size="small" aria-label={t(pausedOf(queue.name) ? "jobs.queue.resume_named" : "jobs.queue.pause_named", { queue: queueName(queue.name, t) })} onClick={() => setAsking(queue)}>
                    {t(pausedOf(queue.name) ? "jobs.queue.resume" : "jobs.queue.pause")}
                  </Button>
                ),
              }]
            : []),
        ]}
      />
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(isAskingPaused ? "jobs.queue.resume_named" : "jobs.queue.pause_named", { queue: queueName(asking?.name ?? "", t) })}
        action={t(isAskingPaused ? "jobs.queue.resume" : "jobs.queue.pause")}
        onConfirm={turn}
      >
        <p>{t(isAskingPaused ? "jobs.queue.resume.will" : "jobs.queue.pause.will", { count: asking?.waiting ?? 0 })}</p>
        {!isAskingPaused && (asking?.running ?? 0) > 0 && <p>{t("jobs.queue.pause.running", { count: asking?.running ?? 0 })}</p>}
        {!isAskingPaused && <p className="text-muted">{t("jobs.queue.pause.everywhere")}</p>}
      </ConfirmDialog>
    </Card>
  );
}
