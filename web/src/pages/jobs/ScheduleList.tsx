import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { CalendarClock, Play, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { api, call, changed, type Schema, useMay } from "@/api";
import { Button, CodeText, ConfirmDialog, DataTable, EmptyState, ErrorState, IconButton, NoValue, Popover, RelativeTime, SkeletonRows, Switch, tellFailure, toast } from "@/components";
import { type Translate, useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { jobKindName } from "@/lib/job-names";
import { nextTimesQuery, schedulesQuery } from "./queries";

type Schedule = Schema<"schedules.ScheduleView">;

/** Everything that begins by itself, with its next times. */
export function ScheduleList() {
  const t = useT();
  const schedules = useInfiniteQuery(schedulesQuery);
  const rows = useMemo(() => schedules.data?.pages.flatMap((page) => page.items), [schedules.data]);
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <DataTable
      name="schedules"
      label={t("jobs.tab.schedules")}
      columns={columns}
      rows={rows}
      rowKey={(one) => one.id}
      isLoading={schedules.isPending}
      error={schedules.error}
      onRetry={() => void schedules.refetch()}
      hasMore={schedules.hasNextPage}
      isLoadingMore={schedules.isFetchingNextPage}
      loadMore={() => void schedules.fetchNextPage()}
      height="calc(100dvh - 19rem)"
      empty={
        <EmptyState title={t("jobs.schedules.empty")} icon={<CalendarClock aria-hidden className="size-8" />} actions={<Button asChild><Link to="/suppliers">{t("common.nav.suppliers")}</Link></Button>}>
          {t("jobs.schedules.empty.why")}
        </EmptyState>
      }
      card={(one) => (
        <div className="space-y-1">
          <div className="flex items-center justify-between gap-2">
            <span className="truncate font-medium">{one.name}</span>
            <Enabled schedule={one} />
          </div>
          <p className="text-13 text-muted">{jobKindName(one.job.kind, t)} · <Timing schedule={one} /></p>
          <div className="flex items-center justify-between gap-2 text-13">
            <NextTimes schedule={one} />
            <ScheduleActions schedule={one} />
          </div>
        </div>
      )}
    />
  );
}

function columnsOf(t: Translate): ColumnDef<Schedule>[] {
  const plain = { enableSorting: false };
  return [
    { id: "name", header: t("jobs.schedules.name"), size: 220, ...plain, cell: ({ row }) => <span className="font-medium">{row.original.name}</span> },
    { id: "what", header: t("jobs.column.job"), size: 160, ...plain, cell: ({ row }) => jobKindName(row.original.job.kind, t) },
    { id: "timing", header: t("jobs.schedules.timing"), size: 240, ...plain, cell: ({ row }) => <Timing schedule={row.original} /> },
    { id: "next", header: t("jobs.schedules.next"), size: 150, ...plain, cell: ({ row }) => <NextTimes schedule={row.original} /> },
    { id: "last", header: t("jobs.schedules.last"), size: 150, ...plain, cell: ({ row }) => <LastRun schedule={row.original} /> },
    { id: "on", header: t("jobs.schedules.on"), size: 80, ...plain, cell: ({ row }) => <Enabled schedule={row.original} /> },
    { id: "actions", header: t("jobs.column.actions"), size: 100, ...plain, cell: ({ row }) => <ScheduleActions schedule={row.original} /> },
  ];
}

function Timing({ schedule }: { schedule: Schedule }) {
  return <><CodeText>{schedule.expression}</CodeText> <span className="text-muted">{schedule.zone}</span></>;
}

function LastRun({ schedule }: { schedule: Schedule }) {
  if (!schedule.last_at) return <NoValue />;
  if (!schedule.last_job_id) return <RelativeTime at={schedule.last_at} />;
  return <Link from="/jobs" to="." search={(before) => ({ ...before, job: schedule.last_job_id ?? undefined })} className="inline-block min-h-6"><RelativeTime at={schedule.last_at} /></Link>;
}

/** The next time; the four after it one click away. */
function NextTimes({ schedule }: { schedule: Schedule }) {
  const t = useT();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const times = useQuery({ ...nextTimesQuery(schedule.id), enabled: isOpen });
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      label={t("jobs.schedules.next")}
      trigger={
        <button type="button" className="min-h-6 text-accent hover:underline" aria-label={t("jobs.schedules.next_of", { name: schedule.name })}>
          {schedule.is_enabled && schedule.next_at ? <RelativeTime at={schedule.next_at} /> : t("jobs.schedules.off")}
        </button>
      }
    >
      {times.isPending && <SkeletonRows count={3} />}
      {times.error && <ErrorState compact error={times.error} onRetry={() => void times.refetch()} />}
      {times.data && (
        <>
          {!schedule.is_enabled && <p className="mb-1 text-13 text-muted">{t("jobs.schedules.if_on")}</p>}
          <ol className="tabular space-y-1">
            {times.data.items.map((one) => (
              <li key={one.at}><time dateTime={one.at}>{format.exact(one.at)}</time></li>
            ))}
          </ol>
        </>
      )}
    </Popover>
  );
}

/** Switched at once; put back with a message when the server says no. */
function Enabled({ schedule }: { schedule: Schedule }) {
  const t = useT();
  const client = useQueryClient();
  const may = useMay("imports.schedule");
  const turn = async (isEnabled: boolean) => {
    const before = client.getQueryData(schedulesQuery.queryKey);
    client.setQueryData(schedulesQuery.queryKey, (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((one) => (one.id === schedule.id ? { ...one, is_enabled: isEnabled } : one)) })) },
    );
    const path = { params: { path: { id: schedule.id } } };
    try {
      await call(isEnabled ? api.POST("/api/v1/schedules/{id}/enable", path) : api.POST("/api/v1/schedules/{id}/disable", path));
    } catch (error) {
      client.setQueryData(schedulesQuery.queryKey, before);
      tellFailure(error, t("jobs.schedules.not_switched", { name: schedule.name }));
    }
    await changed(["schedules"]);
  };
  return <Switch checked={schedule.is_enabled} disabled={!may} onChange={(next) => void turn(next === true)} label={t("jobs.schedules.on_named", { name: schedule.name })} labelHidden />;
}

function ScheduleActions({ schedule }: { schedule: Schedule }) {
  const t = useT();
  const may = useMay("imports.schedule");
  const [asks, setAsks] = useState(false);
  if (!may) return null;
  const path = { id: schedule.id };
  const run = async () => {
    try {
      const begun = await call(api.POST("/api/v1/schedules/{id}/run", { params: { path, header: { "Idempotency-Key": crypto.randomUUID() } } }));
      toast.done(t(begun.is_new ? "jobs.schedules.begun" : "jobs.schedules.under_way", { name: schedule.name }));
      await changed(["jobs"], ["schedules"]);
    } catch (error) {
      tellFailure(error);
    }
  };
  const remove = async () => {
    await call(api.DELETE("/api/v1/schedules/{id}", { params: { path } }));
    await changed(["schedules"]);
  };
  return (
    <span className="inline-flex gap-1">
      <IconButton size="small" label={t("jobs.schedules.run", { name: schedule.name })} icon={<Play aria-hidden className="size-4" />} onClick={() => void run()} />
      <IconButton size="small" label={t("jobs.schedules.delete", { name: schedule.name })} icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setAsks(true)} />
      <ConfirmDialog open={asks} onClose={() => setAsks(false)} title={t("jobs.schedules.delete", { name: schedule.name })} action={t("jobs.schedules.delete.action")} onConfirm={remove} danger>
        <p>{t("jobs.schedules.delete.will", { job: jobKindName(schedule.job.kind, t), timing: schedule.expression })}</p>
      </ConfirmDialog>
    </span>
  );
}
