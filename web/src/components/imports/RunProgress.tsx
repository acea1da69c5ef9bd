import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { ProgressBar } from "../ProgressBar";
import type { Progress } from "./data";

const phases = ["copy", "read", "merge", "prove"] as const;

/** The four phases of an import under way: where it is, how fast, how long still, when it last moved. */
export function RunProgress({ status, progress, movedAt }: { status: string; progress: Progress | null; movedAt: number | null }) {
  const t = useT();
  const format = useFormat();
  const now = useSeconds();
  const at = progress ? phases.indexOf(progress.phase) : -1;
  const amount = (value: number) => (progress?.unit === "bytes" ? format.bytes(value) : format.number(value));
  const notes = progress
    ? [
        progress.total ? t("imports.run.of", { done: amount(progress.done), total: amount(progress.total) }) : amount(progress.done),
        progress.rate > 0 && (progress.unit === "rows" ? format.rate(progress.rate) : `${format.bytes(progress.rate)}/s`),
        progress.seconds_left !== null && t("imports.run.left", { time: format.duration(Math.max(1, progress.seconds_left) * 1000) }),
        movedAt !== null && now - movedAt > 1500 && t("imports.run.moved", { time: format.duration(now - movedAt) }),
      ]
    : [];
  return (
    <div className="space-y-3">
      <ol className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {phases.map((phase, index) => (
          <li
            key={phase}
            aria-current={index === at ? "step" : undefined}
            className={cx("flex items-center gap-1.5 border-t-4 pt-1 text-13", index < at ? "border-created" : index === at ? "border-accent font-medium" : "border-border text-muted")}
          >
            {index < at && <Check aria-hidden className="size-3.5 text-created" />}
            {t(`imports.phase.${phase}`)}
          </li>
        ))}
      </ol>
      {progress ? (
        <ProgressBar label={t(`imports.phase.${progress.phase}`)} done={progress.done} total={progress.total ?? undefined} note={<span className="tabular">{notes.filter(Boolean).join(" · ")}</span>} />
      ) : (
        <ProgressBar label={t(status === "waiting" ? "imports.run.waiting" : "imports.run.begins")} done={0} />
      )}
    </div>
  );
}

function useSeconds() {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
