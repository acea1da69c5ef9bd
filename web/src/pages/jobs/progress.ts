import type { Schema } from "@/api";
import type { Job } from "./queries";

export interface Progress {
  phase?: string;
  done?: number;
  total?: number | null;
  unit?: string;
  rate?: number;
  seconds_left?: number | null;
}

/** How far a job says it is. Jobs of other kinds may tell nothing, or something else. */
export function progressOf(progress: Job["progress"]): Progress | undefined {
  if (typeof progress !== "object" || progress === null || !("done" in progress)) return undefined;
  const told = progress as Progress;
  return typeof told.done === "number" ? told : undefined;
}

type Rows = Schema<"analytics.RowsView">;

/** The ledger of an import that has finished, from the result of its job. */
export function rowsOf(result: Job["result"]): Rows | undefined {
  const rows = (result as { rows?: Partial<Rows> } | null | undefined)?.rows;
  return typeof rows?.read === "number" && typeof rows.created === "number" ? (rows as Rows) : undefined;
}

export const phases = ["copy", "read", "merge", "prove"] as const;

/** A job that failed and will be tried again waits for its time; one that has not begun yet waits for its turn. */
export function isTriedAgain(job: Pick<Job, "status" | "problem" | "attempt">) {
  return job.status === "waiting" && Boolean(job.problem);
}

export const canCancel = (job: Pick<Job, "status" | "cancel_requested">) => (job.status === "waiting" || job.status === "running") && !job.cancel_requested;
export const canRetry = (job: Pick<Job, "status">) => job.status === "failed" || job.status === "dead" || job.status === "cancelled";
