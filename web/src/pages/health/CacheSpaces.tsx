import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, call, changed, type Schema, useMay } from "@/api";
import { Button, Card, ConfirmDialog, ErrorState, NoValue, Num, ShortTable, SkeletonRows, toast } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { cacheQuery } from "./queries";
import { serviceName } from "./services";

type Space = Schema<"analytics.CacheSpaceView">;

/** What is kept in memory to answer quickly, and how often that helped. */
export function CacheSpaces() {
  const t = useT();
  const format = useFormat();
  const mayEmpty = useMay("cache.invalidate");
  const cache = useQuery(cacheQuery);
  const [asking, setAsking] = useState<Space | null>(null);
  const empty = async () => {
    if (!asking) return;
    const { dropped } = await call(api.DELETE("/api/v1/cache/{namespace}", { params: { path: { namespace: asking.name } } }));
    toast.done(t("health.cache.emptied", { name: serviceName(asking.name, t), count: dropped }));
    await changed(["cache"]);
  };
  return (
    <Card title={t("health.cache")} flush>
      {cache.isPending && <SkeletonRows count={5} />}
      {cache.error && !cache.data && <ErrorState error={cache.error} onRetry={() => void cache.refetch()} />}
      {cache.data && (
        <ShortTable
          label={t("health.cache")}
          rows={cache.data}
          rowKey={(one) => one.name}
          columns={[
            { key: "name", header: t("health.cache.name"), isHead: true, cell: (one) => serviceName(one.name, t) },
            { key: "rate", header: t("health.cache.rate"), isNumber: true, cell: (one) => (one.hits + one.misses === 0 ? <NoValue /> : format.percent(one.hit_rate)) },
            { key: "asked", header: t("health.cache.asked"), isNumber: true, cell: (one) => <Num value={one.hits + one.misses} /> },
            { key: "entries", header: t("health.cache.entries"), isNumber: true, cell: (one) => <Num value={one.entries} /> },
            { key: "bytes", header: t("health.size"), isNumber: true, cell: (one) => format.bytes(one.bytes) },
            { key: "lifetime", header: t("health.cache.lifetime"), isNumber: true, cell: (one) => format.duration(one.lifetime_seconds * 1000) },
            ...(mayEmpty
              ? [{
                  key: "actions",
                  header: <span className="sr-only">{t("health.cache.empty")}</span>,
                  isNumber: true,
                  cell: (one: Space) => (
                    <Button size="small" disabled={one.entries === 0} aria-label={t("health.cache.empty_named", { name: serviceName(one.name, t) })} onClick={() => setAsking(one)}>{t("health.cache.empty")}</Button>
                  ),
                }]
              : []),
          ]}
        />
      )}
      <ConfirmDialog open={asking !== null} onClose={() => setAsking(null)} title={t("health.cache.empty_named", { name: serviceName(asking?.name ?? "", t) })} action={t("health.cache.empty.action", { count: asking?.entries ?? 0 })} onConfirm={empty}>
        <p>{t("health.cache.empty.will", { count: asking?.entries ?? 0 })}</p>
      </ConfirmDialog>
    </Card>
  );
}
