import { Ban, CircleCheck, CirclePause, CircleX, Clock, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

export type Tone = "created" | "updated" | "unchanged" | "quarantined" | "skipped" | "withdrawn" | "failed";

export const toneText: Record<Tone, string> = {
  created: "text-created",
  updated: "text-updated",
  unchanged: "text-unchanged",
  quarantined: "text-quarantined",
  skipped: "text-skipped",
  withdrawn: "text-withdrawn",
  failed: "text-failed",
};
const softs: Record<Tone, string> = {
  created: "bg-created-soft text-created",
  updated: "bg-updated-soft text-updated",
  unchanged: "bg-unchanged-soft text-unchanged",
  quarantined: "bg-quarantined-soft text-quarantined",
  skipped: "bg-skipped-soft text-skipped",
  withdrawn: "bg-withdrawn-soft text-withdrawn",
  failed: "bg-failed-soft text-failed",
};

/** A word with a meaning. The colour repeats what icon and word say. */
export function Badge({ tone = "unchanged", icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={cx("inline-flex h-6 items-center gap-1 rounded-full px-2 text-12 font-medium whitespace-nowrap", softs[tone])}>
      {icon}
      {children}
    </span>
  );
}

export const runStatuses = ["waiting", "running", "finished", "failed", "cancelled", "held", "dead"] as const;
export type RunStatus = (typeof runStatuses)[number];

const statusLooks: Record<RunStatus, { tone: Tone; icon: typeof Clock }> = {
  waiting: { tone: "unchanged", icon: Clock },
  running: { tone: "updated", icon: LoaderCircle },
  finished: { tone: "created", icon: CircleCheck },
  failed: { tone: "failed", icon: CircleX },
  dead: { tone: "failed", icon: CircleX },
  cancelled: { tone: "skipped", icon: Ban },
  held: { tone: "quarantined", icon: CirclePause },
};

/** The state of an import or a job. A state not known here is shown by its own name. */
export function StatusBadge({ status }: { status: string }) {
  const t = useT();
  const known = runStatuses.find((one) => one === status);
  if (!known) return <Badge>{status}</Badge>;
  const { tone, icon: Icon } = statusLooks[known];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3.5" />}>
      {t(`common.status.${known}`)}
    </Badge>
  );
}
