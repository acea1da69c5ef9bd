import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { phases, type Progress } from "./progress";

/** One line: the phase, how far, how fast, how long still. */
export function JobProgress({ progress }: { progress: Progress }) {
  const t = useT();
  const format = useFormat();
  const known = phases.find((one) => one === progress.phase);
  const phase = known ? t(`jobs.phase.${known}`) : progress.phase;
  const share = progress.total ? Math.min(1, (progress.done ?? 0) / progress.total) : undefined;
  const amount = (count: number) => (progress.unit === "bytes" ? format.bytes(count) : t("jobs.progress.rows", { count }));
  const words = [
    phase,
    share === undefined ? amount(progress.done ?? 0) : format.percent(share),
    progress.rate && progress.unit !== "bytes" ? format.rate(progress.rate) : undefined,
    progress.seconds_left ? t("jobs.progress.left", { time: format.duration(progress.seconds_left * 1000) }) : undefined,
  ];
  return (
    <span className="block min-w-0">
      <span className="block truncate text-13">{words.filter(Boolean).join(" · ")}</span>
      {share !== undefined && (
        <span aria-hidden className="mt-0.5 block h-1 overflow-hidden rounded-sm bg-raised">
          <span className="block h-full bg-accent transition-[width] duration-100" style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </span>
  );
}
