import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { CalendarClock, Pencil, Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api, call, changed, queryClient, type Schema, useMay } from "@/api";
import { Badge, Button, Card, CodeText, ConfirmDialog, EmptyState, ErrorState, Facts, RelativeTime, SkeletonRows, Switch, tellFailure, toast } from "@/components";
import { useT } from "@/i18n";
import { DueTimes } from "./DueTimes";
import { planOf } from "./plan";
import { schedulesQuery, sourceOf, sourcesQuery } from "./queries";
import { ScheduleForm } from "./ScheduleForm";
import { usePlanWords } from "./usePlanWords";

type Schedule = Schema<"schedules.ScheduleView">;
const page = getRouteApi("/app/suppliers/$code");

/** When this supplier's files are fetched by themselves. */
export function ScheduleTab({ code }: { code: string }) {
  const t = useT();
  const { edit } = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const mayPlan = useMay("imports.schedule");
  const sources = useQuery(sourcesQuery(code));
  const schedules = useQuery(schedulesQuery);
  const open = (next: string | undefined) => void navigate({ search: (before) => ({ ...before, edit: next }), replace: true });
  if (sources.isPending || schedules.isPending) return <SkeletonRows />;
  if (!sources.data) return <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />;
  if (!schedules.data) return <ErrorState error={schedules.error} onRetry={() => void schedules.refetch()} />;

  const fetched = sources.data.filter((one) => one.kind !== "upload");
  if (fetched.length === 0) {
    return (
      <EmptyState
        icon={<CalendarClock aria-hidden className="size-8" />}
        title={t("suppliers.schedule.no_source")}
        actions={<Button asChild><Link to="/suppliers/$code" params={{ code }} search={{ tab: "sources" }}>{t("suppliers.schedule.to_sources")}</Link></Button>}
      >
        {t("suppliers.schedule.no_source.why")}
      </EmptyState>
    );
  }
  const own = schedules.data.filter((one) => sources.data.some((source) => source.id === sourceOf(one)));
  const edited = own.find((one) => one.id === edit);
  const newButton = (look: "primary" | "normal") =>
    mayPlan && <Button look={look} icon={<Plus aria-hidden className="size-4" />} onClick={() => open("new")}>{t("suppliers.schedule.new")}</Button>;
  return (
    <div className="space-y-4">
      {own.length === 0 ? (
        <EmptyState icon={<CalendarClock aria-hidden className="size-8" />} title={t("suppliers.schedule.empty")} actions={newButton("primary")}>
          {t("suppliers.schedule.empty.why")}
        </EmptyState>
      ) : (
        <>
          <div className="flex justify-end">{newButton("normal")}</div>
          {own.map((one) => (
            <ScheduleCard key={one.id} schedule={one} source={sources.data.find((source) => source.id === sourceOf(one))?.name ?? ""} onEdit={() => open(one.id)} />
          ))}
        </>
      )}
      {mayPlan && edit === "new" && <ScheduleForm code={code} sources={fetched} onClose={() => open(undefined)} />}
      {mayPlan && edited && <ScheduleForm key={edited.id} code={code} sources={fetched} schedule={edited} onClose={() => open(undefined)} />}
    </div>
  );
}

/** The switch moves at once, and back with a reason when the server says no. */
async function switchOn(schedule: Schedule, isOn: boolean) {
  const key = schedulesQuery.queryKey;
  await queryClient.cancelQueries({ queryKey: key });
  const before = queryClient.getQueryData(key);
  queryClient.setQueryData(key, (list) => list?.map((one) => (one.id === schedule.id ? { ...one, is_enabled: isOn } : one)));
  const where = { params: { path: { id: schedule.id } } };
  try {
    await call<unknown>(isOn ? api.POST("/api/v1/schedules/{id}/enable", where) : api.POST("/api/v1/schedules/{id}/disable", where));
    await changed(["schedules"]);
  } catch (problem) {
    queryClient.setQueryData(key, before);
    tellFailure(problem);
  }
}

function ScheduleCard({ schedule, source, onEdit }: { schedule: Schedule; source: string; onEdit: () => void }) {
  const t = useT();
  const words = usePlanWords();
  const mayPlan = useMay("imports.schedule");
  const [isRunning, setRunning] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const run = async () => {
    setRunning(true);
    try {
      const started = await call(api.POST("/api/v1/schedules/{id}/run", { params: { path: { id: schedule.id } } }));
      toast.done(t(started.is_new ? "suppliers.schedule.started" : "suppliers.source.already"));
      await changed(["schedules"], ["sources"], ["jobs"]);
    } catch (problem) {
      tellFailure(problem);
    } finally {
      setRunning(false);
    }
  };
  const isOver = !schedule.is_enabled && schedule.kind === "once";
  return (
    <Card
      title={<span className="flex flex-wrap items-center gap-2">{schedule.name}{!schedule.is_enabled && <Badge tone="skipped">{t(isOver ? "suppliers.schedule.over" : "suppliers.schedule.off")}</Badge>}</span>}
      actions={mayPlan && <Switch checked={schedule.is_enabled} onChange={(isOn) => void switchOn(schedule, isOn)} label={t("suppliers.schedule.on", { name: schedule.name })} labelHidden />}
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="space-y-4">
          <p className="text-16">{words(planOf(schedule.kind, schedule.expression))}</p>
          <Facts
            items={[
              [t("suppliers.schedule.source"), source],
              [t("suppliers.schedule.expression"), <CodeText key="expression">{schedule.expression}</CodeText>],
              [t("suppliers.schedule.zone"), schedule.zone],
              [t("suppliers.schedule.missed"), t(schedule.missed_runs === "skip" ? "suppliers.schedule.missed.skip" : "suppliers.schedule.missed.run_once")],
              [t("suppliers.schedule.last"), <RelativeTime key="last" at={schedule.last_at} />],
            ]}
          />
          {mayPlan && (
            <div className="flex flex-wrap gap-2">
              <Button size="small" icon={<Play aria-hidden className="size-4" />} busy={isRunning} onClick={() => void run()}>{t("suppliers.schedule.run")}</Button>
              <Button size="small" icon={<Pencil aria-hidden className="size-4" />} onClick={onEdit}>{t("suppliers.edit")}</Button>
              <Button size="small" look="danger" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setDeleting(true)}>{t("suppliers.delete")}</Button>
            </div>
          )}
        </div>
        <DueTimes timing={schedule.is_enabled ? schedule : undefined} />
      </div>
      <ConfirmDialog
        open={isDeleting}
        onClose={() => setDeleting(false)}
        title={t("suppliers.schedule.delete.title", { name: schedule.name })}
        action={t("suppliers.schedule.delete.action")}
        danger
        onConfirm={async () => {
          await call(api.DELETE("/api/v1/schedules/{id}", { params: { path: { id: schedule.id } } }));
          await changed(["schedules"]);
        }}
      >
        <p>{t("suppliers.schedule.delete.effect", { source })}</p>
      </ConfirmDialog>
    </Card>
  );
}
