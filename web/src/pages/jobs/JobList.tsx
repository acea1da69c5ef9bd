import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { Button, DataTable, EmptyState, LedgerBar, NoValue, ProblemLine, RelativeTime, runStatuses, SearchInput, Select, StatusBadge } from "@/components";
import { type Translate, useT } from "@/i18n";
import { jobKindName, jobKinds, jobTitle, queueName, queueNames } from "@/lib/job-names";
import { JobActions } from "./JobActions";
import { JobProgress } from "./JobProgress";
import { isTriedAgain, type Progress, progressOf, rowsOf } from "./progress";
import { type Job, type JobFilters, jobsQuery } from "./queries";
import { useLiveProgress } from "./useLiveProgress";

const route = getRouteApi("/app/jobs");
const statuses = runStatuses.filter((status) => status !== "held");

export function JobList() {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLiveProgress();
  const filters: JobFilters = { queue: search.queue, kind: search.kind, status: search.status, subject: search.subject };
  const jobs = useInfiniteQuery(jobsQuery(filters));
  const rows = useMemo(() => jobs.data?.pages.flatMap((page) => page.items), [jobs.data]);
  const columns = useMemo(() => columnsOf(t, live), [t, live]);
  const isFiltered = Object.values(filters).some(Boolean);
  const narrow = (change: JobFilters) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <DataTable
      name="jobs"
      label={t("jobs.tab.jobs")}
      columns={columns}
      rows={rows}
      rowKey={(job) => job.id}
      isLoading={jobs.isPending}
      error={jobs.error}
      onRetry={() => void jobs.refetch()}
      hasMore={jobs.hasNextPage}
      isLoadingMore={jobs.isFetchingNextPage}
      loadMore={() => void jobs.fetchNextPage()}
      onOpen={(job) => void navigate({ search: (before) => ({ ...before, job: job.id }) })}
      height="calc(100dvh - 19rem)"
      filters={<Filters filters={filters} narrow={narrow} />}
      empty={
        isFiltered ? (
          <EmptyState title={t("jobs.none_match")} actions={<Button onClick={() => void navigate({ search: {} })}>{t("jobs.clear")}</Button>} />
        ) : (
          <EmptyState title={t("jobs.empty")} actions={<Button asChild><Link to="/imports/new">{t("common.nav.new_import")}</Link></Button>}>{t("jobs.empty.why")}</EmptyState>
        )
      }
      card={(job) => <JobCard job={job} progress={live.get(job.id)} />}
    />
  );
}

function Filters({ filters, narrow }: { filters: JobFilters; narrow: (change: JobFilters) => void }) {
  const t = useT();
  const choice = (name: "status" | "queue" | "kind", all: string, options: readonly (readonly [string, string])[]) => (
    <Select aria-label={t(`jobs.filter.${name}`)} className="max-w-48" value={filters[name] ?? ""} onChange={(event) => narrow({ [name]: event.target.value || undefined })}>
      <option value="">{all}</option>
      {options.map(([value, label]) => (
        <option key={value} value={value}>{label}</option>
      ))}
    </Select>
  );
  return (
    <>
      {choice("status", t("jobs.filter.any_status"), statuses.map((one) => [one, t(`common.status.${one}`)]))}
      {choice("queue", t("jobs.filter.any_queue"), queueNames.map((one) => [one, queueName(one, t)]))}
      {choice("kind", t("jobs.filter.any_kind"), jobKinds.map((one) => [one, jobKindName(one, t)]))}
      <form
        key={filters.subject ?? ""}
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ subject: String(new FormData(event.currentTarget).get("subject") ?? "").trim() || undefined });
        }}
      >
        <SearchInput name="subject" aria-label={t("jobs.filter.subject")} placeholder={t("jobs.filter.subject")} defaultValue={filters.subject} className="w-48" />
      </form>
    </>
  );
}

function How({ job, live }: { job: Job; live: Progress | undefined }) {
  const t = useT();
  const progress = live ?? progressOf(job.progress);
  if (job.cancel_requested && job.status === "running") return <span className="text-muted">{t("jobs.stopping")}</span>;
  if (job.status === "running" && progress) return <JobProgress progress={progress} />;
  if (isTriedAgain(job)) {
    return (
      <span>
        {t("jobs.next_try")} <RelativeTime at={job.run_at} />
        {job.problem && <> · <ProblemLine problem={job.problem} /></>}
      </span>
    );
  }
  const rows = job.kind === "import" && job.status === "finished" ? rowsOf(job.result) : undefined;
  if (rows) return <LedgerBar size="line" ledger={rows} />;
  if (job.problem && job.status !== "finished") return <ProblemLine problem={job.problem} />;
  return <NoValue />;
}

function columnsOf(t: Translate, live: ReadonlyMap<string, Progress>): ColumnDef<Job>[] {
  return [
    {
      id: "kind",
      header: t("jobs.column.job"),
      size: 260,
      enableSorting: false,
      cell: ({ row: { original: job } }) => (
        <Link from="/jobs" to="." search={(before) => ({ ...before, job: job.id })} className="inline-block min-h-6 font-medium">
          {jobTitle(job, t)}
        </Link>
      ),
    },
    { id: "status", header: t("jobs.column.status"), size: 130, enableSorting: false, cell: ({ row }) => <StatusBadge status={row.original.status} /> },
    { id: "how", header: t("jobs.column.how"), size: 340, enableSorting: false, cell: ({ row }) => <How job={row.original} live={live.get(row.original.id)} /> },
    { id: "queue", header: t("jobs.column.queue"), size: 150, enableSorting: false, cell: ({ row }) => queueName(row.original.queue, t) },
    {
      id: "attempt",
      header: t("jobs.column.attempt"),
      size: 90,
      enableSorting: false,
      meta: { align: "right" },
      cell: ({ row }) => t("jobs.attempt", { attempt: row.original.attempt, most: row.original.max_attempts }),
    },
    { id: "created", header: t("jobs.column.created"), size: 130, enableSorting: false, cell: ({ row }) => <RelativeTime at={row.original.created_at} /> },
    { id: "by", header: t("jobs.column.by"), size: 170, enableSorting: false, cell: ({ row }) => row.original.created_by || <NoValue /> },
    { id: "actions", header: t("jobs.column.actions"), size: 120, enableSorting: false, cell: ({ row }) => <JobActions job={row.original} /> },
  ];
}

function JobCard({ job, progress }: { job: Job; progress: Progress | undefined }) {
  const t = useT();
  return (
    <div className="space-y-1">
      <div className="flex items-center justify-between gap-2">
        <Link from="/jobs" to="." search={(before) => ({ ...before, job: job.id })} className="inline-block min-h-6 truncate font-medium">
          {jobTitle(job, t)}
        </Link>
        <StatusBadge status={job.status} />
      </div>
      <div className="text-13"><How job={job} live={progress} /></div>
      <div className="flex items-center justify-between gap-2 text-13 text-muted">
        <span>{queueName(job.queue, t)} · <RelativeTime at={job.created_at} /></span>
        <span className="flex gap-2"><JobActions job={job} /></span>
      </div>
    </div>
  );
}
