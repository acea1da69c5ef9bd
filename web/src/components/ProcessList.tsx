import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, CircleX } from "lucide-react";
import type { Schema } from "@/api";
import { useT } from "@/i18n";
import { type Process, processesQuery, runningJobsQuery } from "@/lib/monitoring";
import { jobTitle } from "@/lib/job-names";
import { Badge } from "./Badge";
import { ShortTable } from "./ShortTable";
import { SkeletonRows } from "./Skeleton";
import { EmptyState, ErrorState } from "./states";
import { CodeText, RelativeTime } from "./Text";

type Job = Schema<"imports.JobView">;

/** The processes of the installation and what each is doing. Where the server does not list them, those that hold a job. */
export function ProcessList() {
  const t = useT();
  const processes = useQuery(processesQuery);
  const running = useQuery(runningJobsQuery);
  if (processes.isPending || running.isPending) return <SkeletonRows count={2} />;
  if (processes.error && processes.data === undefined) return <ErrorState error={processes.error} onRetry={() => void processes.refetch()} />;
  const jobs = running.data ?? [];
  if (!processes.data) return <Holders jobs={jobs} />;
  if (processes.data.length === 0) return <EmptyState title={t("common.process.none")} />;
  const role = (one: Process) => {
    const known = (["serve", "api", "web", "worker", "scheduler"] as const).find((name) => name === one.role);
    return known ? t(`common.process.role.${known}`) : one.role;
  };
  return (
    <ShortTable
      label={t("common.process.title")}
      rows={processes.data}
      rowKey={(one) => one.id}
      columns={[
        { key: "name", header: t("common.process.name"), isHead: true, cell: (one) => <CodeText>{one.name}</CodeText> },
        {
          key: "state",
          header: t("common.process.state"),
          cell: (one) =>
            one.is_alive ? (
              <Badge tone="created" icon={<CircleCheck aria-hidden className="size-3.5" />}>{t("common.process.alive")}</Badge>
            ) : (
              <Badge tone="failed" icon={<CircleX aria-hidden className="size-3.5" />}>{t("common.process.gone")}</Badge>
            ),
        },
        { key: "role", header: t("common.process.role"), cell: role },
        { key: "doing", header: t("common.process.doing"), cell: (one) => <Doing jobs={jobs.filter((job) => job.worker === one.name)} count={one.running_jobs} /> },
        { key: "version", header: t("common.process.version"), cell: (one) => one.version },
        { key: "started", header: t("common.process.started"), cell: (one) => <RelativeTime at={one.started_at} /> },
        { key: "seen", header: t("common.process.seen"), cell: (one) => <RelativeTime at={one.seen_at} /> },
      ]}
    />
  );
}

function Doing({ jobs, count }: { jobs: readonly Job[]; count: number }) {
  const t = useT();
  if (jobs.length === 0) return <span className="text-muted">{count > 0 ? t("common.process.jobs", { count }) : t("common.process.idle")}</span>;
  return (
    <ul>
      {jobs.slice(0, 5).map((job) => (
        <li key={job.id}>
          <Link to="/jobs" search={{ job: job.id }} className="inline-block min-h-6">{jobTitle(job, t)}</Link>
        </li>
      ))}
      {jobs.length > 5 && <li className="text-13 text-muted">{t("common.process.more", { count: jobs.length - 5 })}</li>}
    </ul>
  );
}

function Holders({ jobs }: { jobs: readonly Job[] }) {
  const t = useT();
  const names = [...new Set(jobs.map((job) => job.worker).filter(Boolean))].sort();
  if (names.length === 0) return <EmptyState title={t("common.process.nobody")}>{t("common.process.unknown")}</EmptyState>;
  return (
    <>
      <ShortTable
        label={t("common.process.title")}
        rows={names}
        rowKey={(name) => name}
        columns={[
          { key: "name", header: t("common.process.name"), isHead: true, cell: (name) => <CodeText>{name}</CodeText> },
          { key: "doing", header: t("common.process.doing"), cell: (name) => <Doing jobs={jobs.filter((job) => job.worker === name)} count={0} /> },
        ]}
      />
      <p className="px-4 py-2 text-13 text-muted">{t("common.process.unknown")}</p>
    </>
  );
}
