import { useQuery } from "@tanstack/react-query";
import { ErrorState, Skeleton, Stat } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { systemQuery } from "./queries";

/** The process that answered, and the machine it runs on. */
export function MachineTiles() {
  const t = useT();
  const format = useFormat();
  const system = useQuery(systemQuery);
  if (system.isPending) {
    return (
      <div className="grid grid-cols-2 gap-4 xl:grid-cols-4">
        {Array.from({ length: 4 }, (_, index) => <Skeleton key={index} className="h-27" />)}
      </div>
    );
  }
  if (!system.data) return <ErrorState error={system.error} onRetry={() => void system.refetch()} />;
  const { version, uptime_seconds, processor_seconds, processors, threads, open_files, memory_bytes, peak_memory_bytes, disk_free_bytes, disk_total_bytes } = system.data;
  const free = disk_total_bytes > 0 ? disk_free_bytes / disk_total_bytes : undefined;
  const isShort = free !== undefined && free < 0.1;
  return (
    <div className="grid grid-cols-2 gap-4 xl:grid-cols-4">
      <Stat label={t("health.version")} value={version} note={t("health.version.note", { time: format.duration(uptime_seconds * 1000) })} />
      <Stat label={t("health.memory")} value={format.bytes(memory_bytes)} note={t("health.memory.note", { peak: format.bytes(peak_memory_bytes) })} />
      <Stat
        label={t("health.disk")}
        value={disk_total_bytes > 0 ? format.bytes(disk_free_bytes) : "–"}
        note={free === undefined ? undefined : <span className={isShort ? "font-medium text-failed" : undefined}>{t(isShort ? "health.disk.short" : "health.disk.note", { share: format.percent(free), total: format.bytes(disk_total_bytes) })}</span>}
      />
      <Stat label={t("health.processor")} value={format.duration(processor_seconds * 1000)} note={t("health.processor.note", { processors, threads, files: open_files })} />
    </div>
  );
}
