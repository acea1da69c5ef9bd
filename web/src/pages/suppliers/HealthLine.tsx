import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/api";
import { Skeleton } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { healthOf } from "./health";
import { HealthBadge } from "./HealthBadge";
import { lastImportsQuery, nextRun, schedulesQuery, silentQuery, sourcesQuery } from "./queries";

export function useSupplierHealth(code: string) {
  const mayImports = useMay("imports.read");
  const imports = useQuery({ ...lastImportsQuery(code), enabled: mayImports });
  const silent = useQuery({ ...silentQuery, enabled: useMay("analytics.read") });
  const sources = useQuery({ ...sourcesQuery(code) });
  const schedules = useQuery({ ...schedulesQuery, enabled: mayImports });
  const next = nextRun(schedules.data ?? [], sources.data?.map((one) => one.id) ?? []);
  const health = imports.data && healthOf(imports.data, silent.data?.items.some((one) => one.supplier === code) ?? false);
  return { health, imports, next, mayImports };
}

/** How the supplier stands, in one line: the question that brings people here. */
export function HealthLine({ code }: { code: string }) {
  const t = useT();
  const format = useFormat();
  const { health, next, mayImports } = useSupplierHealth(code);
  if (!mayImports) return null;
  if (!health) return <Skeleton className="mt-1 h-6 w-80" />;
  const at = health.last?.finished_at ?? health.last?.created_at;
  const parts = [
    t(`suppliers.health.line.${health.state}`, { since: at ? format.relative(at) : "" }),
    next ? t("suppliers.health.next", { when: format.relative(next) }) : t("suppliers.health.no_next"),
  ];
  return (
    <span className="flex flex-wrap items-center gap-2 text-text">
      <HealthBadge state={health.state} />
      <span>{parts.join(" · ")}</span>
    </span>
  );
}
