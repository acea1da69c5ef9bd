import { useId } from "react";
import { Field, Input, Select } from "@/components";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { everyWeekday, type Plan, type PlanKind, planKinds, startOf } from "./plan";
import { useDayName } from "./usePlanWords";

interface Props {
  plan: Plan;
  onChange: (plan: Plan) => void;
  error?: string;
}

/** When, in words; an expression of one's own for what words do not say. */
export function PlanFields({ plan, onChange, error }: Props) {
  const t = useT();
  return (
    <div className="space-y-3">
      <Field label={t("suppliers.schedule.when")}>
        <Select value={plan.every} onChange={(event) => onChange(startOf(event.target.value as PlanKind, plan))}>
          {planKinds.map((kind) => <option key={kind} value={kind}>{t(`suppliers.plan.kind.${kind}`)}</option>)}
        </Select>
      </Field>
      {plan.every === "day" && <Days days={plan.days} onChange={(days) => onChange({ ...plan, days })} />}
      <div className="flex flex-wrap gap-3">
        {plan.every === "interval" && <Interval plan={plan} onChange={onChange} error={error} />}
        {plan.every === "month" && (
          <Field label={t("suppliers.plan.month.day")} className="w-28">
            <Input type="number" min={1} max={31} value={plan.day} onChange={(event) => onChange({ ...plan, day: Number(event.target.value) })} />
          </Field>
        )}
        {(plan.every === "day" || plan.every === "month") && (
          <Field label={t("suppliers.plan.time")} className="w-32" error={error}>
            <Input type="time" required value={plan.time} onChange={(event) => event.target.value && onChange({ ...plan, time: event.target.value })} />
          </Field>
        )}
        {plan.every === "once" && (
          <Field label={t("suppliers.plan.at")} className="w-60" error={error}>
            <Input type="datetime-local" name="expression" value={plan.at} onChange={(event) => onChange({ ...plan, at: event.target.value })} />
          </Field>
        )}
        {plan.every === "custom" && (
          <Field label={t("suppliers.plan.expression")} hint={t("suppliers.plan.expression.hint")} className="w-full" error={error}>
            <Input name="expression" className="font-mono" spellCheck={false} value={plan.expression} onChange={(event) => onChange({ ...plan, expression: event.target.value })} />
          </Field>
        )}
      </div>
    </div>
  );
}

function Interval({ plan, onChange, error }: { plan: Plan & { every: "interval" }; onChange: (plan: Plan) => void; error?: string }) {
  const t = useT();
  return (
    <>
      <Field label={t("suppliers.plan.interval.count")} className="w-28" error={error}>
        <Input type="number" min={1} value={plan.count} onChange={(event) => onChange({ ...plan, count: Math.max(1, Number(event.target.value)) })} />
      </Field>
      <Field label={t("suppliers.plan.interval.unit")} className="w-36">
        <Select value={plan.unit} onChange={(event) => onChange({ ...plan, unit: event.target.value as "m" | "h" | "d" })}>
          {(["m", "h", "d"] as const).map((unit) => <option key={unit} value={unit}>{t(`suppliers.plan.unit.${unit}`)}</option>)}
        </Select>
      </Field>
    </>
  );
}

function Days({ days, onChange }: { days: readonly number[]; onChange: (days: number[]) => void }) {
  const t = useT();
  const dayName = useDayName();
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="mb-1 text-13 font-medium">{t("suppliers.plan.on_days")}</p>
      <div className="flex flex-wrap gap-1">
        {everyWeekday.map((day) => {
          const isOn = days.includes(day);
          return (
            <button
              key={day}
              type="button"
              aria-pressed={isOn}
              aria-label={dayName(day)}
              className={cx("h-8 min-w-10 rounded border px-2 text-13", isOn ? "border-accent bg-accent-soft font-medium" : "border-border-strong/60 hover:bg-raised")}
              onClick={() => onChange(isOn ? days.filter((one) => one !== day) : [...days, day])}
            >
              {dayName(day, "short")}
            </button>
          );
        })}
      </div>
    </div>
  );
}
