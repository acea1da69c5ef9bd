import { useQuery } from "@tanstack/react-query";
import { Card, CodeText, EmptyState, ErrorState, Num, ShortTable, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { milliseconds } from "./milliseconds";
import { statementsQuery } from "./queries";

/** Where the databases' time goes in the process that answered, the most first. */
export function Statements() {
  const t = useT();
  const format = useFormat();
  const statements = useQuery(statementsQuery);
  const sum = statements.data?.reduce((all, one) => all + one.total_ms, 0) ?? 0;
  return (
    <Card title={t("health.statements")} flush>
      {statements.isPending && <SkeletonRows count={8} />}
      {statements.error && !statements.data && <ErrorState error={statements.error} onRetry={() => void statements.refetch()} />}
      {statements.data?.length === 0 && <EmptyState title={t("health.statements.empty")} />}
      {statements.data && statements.data.length > 0 && (
        <ShortTable
          label={t("health.statements")}
          rows={statements.data}
          rowKey={(one) => `${one.database} ${one.name}`}
          minWidth="min-w-200"
          columns={[
            { key: "name", header: t("health.statements.name"), isHead: true, cell: (one) => <CodeText>{one.name}</CodeText> },
            { key: "database", header: t("health.database"), cell: (one) => one.database },
            { key: "share", header: t("health.statements.share"), isNumber: true, cell: (one) => (sum > 0 ? format.percent(one.total_ms / sum) : "–") },
            { key: "total", header: t("health.statements.total"), isNumber: true, cell: (one) => milliseconds(one.total_ms, format) },
            { key: "calls", header: t("health.statements.calls"), isNumber: true, cell: (one) => <Num value={one.calls} /> },
            { key: "mean", header: t("health.statements.mean"), isNumber: true, cell: (one) => milliseconds(one.mean_ms, format) },
            { key: "p95", header: t("health.statements.p95"), isNumber: true, cell: (one) => milliseconds(one.p95_ms, format) },
            { key: "highest", header: t("health.statements.highest"), isNumber: true, cell: (one) => milliseconds(one.highest_ms, format) },
          ]}
        />
      )}
    </Card>
  );
}
