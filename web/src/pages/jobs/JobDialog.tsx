import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { DateTime, Dialog, ErrorState, Facts, NoValue, ProblemText, RelativeTime, SkeletonRows, StatusBadge } from "@/components";
import { useT } from "@/i18n";
import { jobTitle, queueName } from "@/lib/job-names";
import { JobActions } from "./JobActions";
import { JobProgress } from "./JobProgress";
import { isTriedAgain, progressOf } from "./progress";
import { type Job, jobQuery } from "./queries";

/** All there is to say about one job. */
export function JobDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT();
  const job = useQuery(jobQuery(id));
  const title = job.data ? jobTitle(job.data, t) : t("jobs.column.job");
  return (
    <Dialog open onClose={onClose} title={title} wide footer={job.data && <JobActions job={job.data} />}>
      {job.isPending && <SkeletonRows count={6} />}
      {job.error && !job.data && <ErrorState error={job.error} onRetry={() => void job.refetch()} />}
      {job.data && <Details job={job.data} />}
    </Dialog>
  );
}

function Details({ job }: { job: Job }) {
  const t = useT();
  const progress = job.status === "running" ? progressOf(job.progress) : undefined;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        <StatusBadge status={job.status} />
        {isTriedAgain(job) && <span>{t("jobs.next_try")} <RelativeTime at={job.run_at} /></span>}
        {job.kind === "import" && <Link to="/imports/$id" params={{ id: job.id }} className="inline-block min-h-6">{t("jobs.open_import")}</Link>}
      </div>
      {progress && <JobProgress progress={progress} />}
      {job.problem && (
        <div className="rounded border border-failed/60 bg-failed-soft p-3">
          <p>
            <ProblemText problem={job.problem} />
          </p>
          <p className="font-mono text-12 text-muted">{job.problem.code}</p>
        </div>
      )}
      <Facts
        items={[
          [t("jobs.column.queue"), queueName(job.queue, t)],
          [t("jobs.subject"), job.subject || <NoValue />],
          [t("jobs.column.attempt"), t("jobs.attempt", { attempt: job.attempt, most: job.max_attempts })],
          ...(job.takeovers > 0 ? ([[t("jobs.takeovers"), t("jobs.takeovers.why", { count: job.takeovers })]] as const) : []),
          [t("jobs.worker"), job.worker || <NoValue />],
          [t("jobs.column.by"), job.created_by || <NoValue />],
          [t("jobs.column.created"), <DateTime key="created" at={job.created_at} />],
          [t("jobs.started"), <DateTime key="started" at={job.started_at} />],
          [t("jobs.finished"), <DateTime key="finished" at={job.finished_at} />],
          [t("jobs.id"), <code key="id" className="font-mono text-13 break-all">{job.id}</code>],
        ]}
      />
      {job.result !== null && job.result !== undefined && (
        <details>
          <summary className="min-h-6 text-13 text-accent">{t("jobs.result")}</summary>
          {/* It scrolls, so it must be reachable by keyboard. */}
          <pre role="region" tabIndex={0} aria-label={t("jobs.result")} className="relative mt-2 max-h-80 overflow-auto rounded bg-raised p-3 font-mono text-12">
            {JSON.stringify(job.result, null, 2)}
          </pre>
        </details>
      )}
    </div>
  );
}
