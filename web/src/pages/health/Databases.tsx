import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { Badge, Card, ErrorState, NoValue, Num, ShortTable, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { databasesQuery } from "./queries";
import { serviceName } from "./services";

export function Databases() {
  const t = useT();
  const format = useFormat();
  const databases = useQuery(databasesQuery);
  return (
    <Card title={t("health.databases")} flush>
      {databases.isPending && <SkeletonRows count={6} />}
      {databases.error && !databases.data && <ErrorState error={databases.error} onRetry={() => void databases.refetch()} />}
      {databases.data && (
        <ShortTable
          label={t("health.databases")}
          rows={databases.data}
          rowKey={(one) => one.name}
          minWidth="min-w-200"
          columns={[
            { key: "name", header: t("health.database"), isHead: true, cell: (one) => serviceName(one.name, t) },
            {
              key: "schema",
              header: t("health.schema"),
              cell: (one) => {
                if (one.problem) return <span className="text-failed">{one.problem}</span>;
                if (one.pending_migrations) return <Badge tone="quarantined" icon={<CircleAlert aria-hidden className="size-3.5" />}>{t("health.schema.behind", { count: one.pending_migrations, version: one.schema_version ?? 0 })}</Badge>;
                return <span className="inline-flex items-center gap-1.5"><CircleCheck aria-hidden className="size-3.5 text-created" />{t("health.schema.current", { version: one.schema_version ?? 0 })}</span>;
              },
            },
            { key: "engine", header: t("health.engine"), cell: (one) => one.engine },
            { key: "size", header: t("health.size"), isNumber: true, cell: (one) => (one.size_bytes === null || one.size_bytes === undefined ? <NoValue /> : format.bytes(one.size_bytes)) },
            { key: "open", header: t("health.pool.open"), isNumber: true, cell: (one) => t("health.pool.use", { used: one.pool.in_use, open: one.pool.open }) },
            { key: "waiting", header: t("health.pool.waiting"), isNumber: true, cell: (one) => <Num value={one.pool.waiting} /> },
            { key: "waited", header: t("health.pool.waited"), isNumber: true, cell: (one) => format.duration(one.pool.waited_seconds * 1000) },
            { key: "exhausted", header: t("health.pool.exhausted"), isNumber: true, cell: (one) => <span className={one.pool.exhausted > 0 ? "font-medium text-failed" : undefined}>{format.number(one.pool.exhausted)}</span> },
          ]}
        />
      )}
    </Card>
  );
}
