import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { api, call, callWithTag, changed, type Schema } from "@/api";
import { Button, Combobox, Dialog, ErrorState, Field, Input, Select, toast, useForm } from "@/components";
import { useT } from "@/i18n";
import { DueTimes } from "./DueTimes";
import { type Plan, planOf, timingOf } from "./plan";
import { PlanFields } from "./PlanFields";
import { sourceOf } from "./queries";
import { usePlanWords } from "./usePlanWords";

type Schedule = Schema<"schedules.ScheduleView">;
interface Props {
  code: string;
  sources: readonly Schema<"suppliers.SourceView">[];
  schedule?: Schedule;
  onClose: () => void;
}
const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

export function ScheduleForm({ code, sources, schedule, onClose }: Props) {
  const t = useT();
  const words = usePlanWords();
  const [repeatKey] = useState(() => crypto.randomUUID());
  const first = sources[0];
  const nameFor = (id: string) => t("suppliers.schedule.name.default", { source: sources.find((one) => one.id === id)?.name ?? "", code });
  // What somebody else changes meanwhile is not overwritten.
  const seen = useQuery({
    queryKey: ["schedules", "one", schedule?.id],
    queryFn: ({ signal }) => callWithTag(api.GET("/api/v1/schedules/{id}", { params: { path: { id: schedule!.id } }, signal })),
    enabled: schedule !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  const form = useForm({
    initial: {
      name: schedule?.name ?? (first ? nameFor(first.id) : ""),
      source: schedule ? sourceOf(schedule) : (first?.id ?? ""),
      plan: schedule ? planOf(schedule.kind, schedule.expression) : ({ every: "day", time: "04:30", days: [1, 2, 3, 4, 5] } as Plan),
      zone: schedule?.zone ?? "",
      missed_runs: schedule?.missed_runs ?? "run_once",
      expression: "",
    },
    check: ({ plan }) => ({ expression: timingOf(plan).expression ? "" : t("suppliers.schedule.when.missing") }),
    submit: async ({ name, source, plan, zone, missed_runs }) => {
      const body = { name: name.trim(), ...timingOf(plan), zone: zone || null, missed_runs, job: { kind: "fetch", payload: { source_id: source } } };
      if (schedule) {
        const headers = seen.data ? { "If-Match": seen.data.etag } : undefined;
        await call(api.PATCH("/api/v1/schedules/{id}", { params: { path: { id: schedule.id } }, body, headers }));
      } else {
        await call(api.POST("/api/v1/schedules", { params: { header: { "Idempotency-Key": repeatKey } }, body }));
      }
      await changed(["schedules"]);
      toast.done(t("suppliers.schedule.saved", { name: body.name }));
      onClose();
    },
  });
  const timing = useDeferredValue({ ...timingOf(form.values.plan), zone: form.values.zone });
  const chooseSource = (id: string) => {
    if (form.values.name === nameFor(form.values.source)) form.set("name", nameFor(id));
    form.set("source", id);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(schedule ? "suppliers.schedule.edit" : "suppliers.schedule.new")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" type="submit" form="schedule-form" busy={form.isBusy}>{t(schedule ? "suppliers.save" : "suppliers.schedule.create")}</Button>
        </>
      }
    >
      <form id="schedule-form" noValidate className="grid gap-6 md:grid-cols-2" onSubmit={(event) => void form.send(event)}>
        <div className="space-y-4">
          <Field label={t("suppliers.schedule.source")}>
            <Select value={form.values.source} onChange={(event) => chooseSource(event.target.value)}>
              {sources.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </Select>
          </Field>
          <PlanFields plan={form.values.plan} onChange={(plan) => form.set("plan", plan)} error={form.errors.expression ?? form.errors.plan} />
          <Field label={t("suppliers.schedule.zone")} hint={t("suppliers.schedule.zone.hint")} error={form.errors.zone}>
            <Combobox
              label={t("suppliers.schedule.zone")}
              value={form.values.zone}
              onChange={(zone) => form.set("zone", zone)}
              options={[{ value: "", label: t("suppliers.schedule.zone.default") }, ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))]}
            />
          </Field>
          <Field label={t("suppliers.schedule.missed")} hint={t("suppliers.schedule.missed.hint")}>
            <Select {...form.input("missed_runs")}>
              <option value="run_once">{t("suppliers.schedule.missed.run_once")}</option>
              <option value="skip">{t("suppliers.schedule.missed.skip")}</option>
            </Select>
          </Field>
          <Field label={t("suppliers.schedule.name")} error={form.errors.name}>
            <Input {...form.input("name")} />
          </Field>
        </div>
        <div className="space-y-4">
          <p className="text-16 font-medium" aria-live="polite">{words(form.values.plan)}</p>
          <DueTimes timing={timing.expression ? timing : undefined} />
        </div>
      </form>
      {form.error && <ErrorState error={form.error} compact />}
    </Dialog>
  );
}
