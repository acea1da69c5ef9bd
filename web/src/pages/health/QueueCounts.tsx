import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card, EmptyState, ErrorState, Num, ShortTable, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { queueName } from "@/lib/job-names";
import { queuesQuery } from "./queries";

export function QueueCounts() {
  const t = useT();
  const queues = useQuery(queuesQuery);
  return (
    <Card title={t("health.queues")} actions={<Link to="/jobs" search={{ tab: "queues" }} className="text-13">{t("health.queues.open")}</Link>} flush>
      {queues.isPending && <SkeletonRows count={3} />}
      {queues.error && !queues.data && <ErrorState error={queues.error} onRetry={() => void queues.refetch()} />}
      {queues.data?.length === 0 && <EmptyState title={t("health.queues.empty")} />}
      {queues.data && queues.data.length > 0 && (
        <ShortTable
          label={t("health.queues")}
          rows={queues.data}
          rowKey={(one) => one.queue}
          minWidth="min-w-120"
          columns={[
            { key: "queue", header: t("health.queues.name"), isHead: true, cell: (one) => queueName(one.queue, t) },
            ...(["running", "waiting", "failed", "dead", "finished"] as const).map((status) => ({
              key: status,
              header: t(`common.status.${status}`),
              isNumber: true,
              cell: (one: { jobs?: Record<string, number> }) => <Num value={one.jobs?.[status] ?? 0} />,
            })),
          ]}
        />
      )}
    </Card>
  );
}
