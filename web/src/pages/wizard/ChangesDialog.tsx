import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, CodeText, Dialog, Field, IconButton, Input, Select, Textarea } from "@/components";
import { isField } from "@/components/imports";
import { useT } from "@/i18n";
import { holdsNumber, Result } from "./ColumnRow";
import { type Column, type MappingDocument, type Rule, ruleFor, ruleOf, type Step, type Target } from "./mapping";
import { isComplete, isStep, newStep, preview, settingsOf, stepNames, stepOf, written } from "./transforms";

interface Props {
  column: Column;
  target: Target;
  document: MappingDocument;
  onSave: (rule: Rule) => void;
  onClose: () => void;
}

/** What is done to a column's values, step by step, with what becomes of real ones beside it. */
export function ChangesDialog({ column, target, document, onSave, onClose }: Props) {
  const t = useT();
  const [rule, setRule] = useState(() => ruleOf(ruleFor(document, target)));
  const steps = (rule.transforms ?? []).map(stepOf);
  const isNumber = holdsNumber(target);
  const setSteps = (next: readonly Step[]) => setRule({ ...rule, transforms: next.map(written) });
  const replace = (index: number, step: Step) => setSteps(steps.map((one, at) => (at === index ? step : one)));
  const move = (index: number, by: number) => {
    const next = [...steps];
    const [taken] = next.splice(index, 1);
    if (taken) next.splice(index + by, 0, taken);
    setSteps(next);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("wizard.steps.title", { column: column.name, field: isField(target.name) && target.kind === "field" ? t(`imports.field.${target.name}`) : target.name })}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" disabled={!steps.every(isComplete)} onClick={() => onSave(rule)}>
            {t("wizard.steps.use")}
          </Button>
        </>
      }
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="space-y-4">
          {isNumber && <NumberStyle rule={rule} onChange={setRule} isWeight={target.name === "weight"} />}
          <ol className="space-y-3">
            {steps.map((step, index) => (
              <li key={index} className="rounded border border-border p-3">
                <div className="mb-2 flex items-center gap-1">
                  <span className="flex-1 font-medium">{isStep(step.do) ? t(`wizard.do.${step.do}`) : step.do}</span>
                  <IconButton size="small" label={t("wizard.steps.up")} disabled={index === 0} icon={<ArrowUp aria-hidden className="size-4" />} onClick={() => move(index, -1)} />
                  <IconButton size="small" label={t("wizard.steps.down")} disabled={index === steps.length - 1} icon={<ArrowDown aria-hidden className="size-4" />} onClick={() => move(index, 1)} />
                  <IconButton size="small" label={t("wizard.steps.remove")} icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setSteps(steps.filter((_, at) => at !== index))} />
                </div>
                <Settings step={step} onChange={(next) => replace(index, next)} />
              </li>
            ))}
          </ol>
          <Field label={t("wizard.steps.add")}>
            <Select
              value=""
              onChange={(event) => {
                const name = event.target.value;
                if (isStep(name)) setSteps([...steps, newStep(name)]);
              }}
            >
              <option value="">{t("wizard.steps.choose")}</option>
              {stepNames.map((name) => (
                <option key={name} value={name}>
                  {t(`wizard.do.${name}`)}
                </option>
              ))}
            </Select>
          </Field>
          {target.kind === "field" && (
            <Field label={t("wizard.blank")}>
              <Select value={rule.on_blank ?? "clear"} onChange={(event) => setRule({ ...rule, on_blank: event.target.value === "keep" ? "keep" : undefined })}>
                <option value="clear">{t("wizard.blank.clear")}</option>
                <option value="keep">{t("wizard.blank.keep")}</option>
              </Select>
            </Field>
          )}
        </div>
        <BeforeAfter column={column} rule={rule} isNumber={isNumber} />
      </div>
    </Dialog>
  );
}

function NumberStyle({ rule, onChange, isWeight }: { rule: Rule; onChange: (rule: Rule) => void; isWeight: boolean }) {
  const t = useT();
  const set = (number: Rule["number"]) => onChange({ ...rule, number: number?.decimal || number?.thousands ? number : undefined });
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={t("wizard.decimal")}>
        <Select value={rule.number?.decimal ?? "."} onChange={(event) => set({ ...rule.number, decimal: event.target.value })}>
          <option value=".">1.5</option>
          <option value=",">1,5</option>
        </Select>
      </Field>
      <Field label={t("wizard.thousands")}>
        <Select value={rule.number?.thousands ?? ""} onChange={(event) => set({ ...rule.number, thousands: event.target.value || undefined })}>
          <option value="">1000</option>
          {[".", ",", "'", " "].filter((mark) => mark !== (rule.number?.decimal ?? ".")).map((mark) => (
            <option key={mark} value={mark}>{`1${mark}000`}</option>
          ))}
        </Select>
      </Field>
      {isWeight && (
        <Field label={t("wizard.unit")}>
          <Select value={rule.unit ?? "g"} onChange={(event) => onChange({ ...rule, unit: event.target.value })}>
            {["mg", "g", "kg", "t", "oz", "lb"].map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  );
}

function Settings({ step, onChange }: { step: Step; onChange: (step: Step) => void }) {
  const t = useT();
  if (!isStep(step.do)) return null;
  return (
    <div className="space-y-2">
      {settingsOf(step.do).map((setting) => {
        const label = t(`wizard.setting.${setting.name as SettingName}`);
        if (setting.kind === "table") return <Table key={setting.name} label={label} table={(step[setting.name] ?? {}) as Record<string, string>} onChange={(table) => onChange({ ...step, [setting.name]: table })} />;
        const value = String(step[setting.name] ?? setting.initial ?? "");
        return (
          <Field key={setting.name} label={label}>
            {typeof setting.kind === "string" ? (
              <Input value={value} inputMode={setting.kind === "number" ? "decimal" : undefined} onChange={(event) => onChange({ ...step, [setting.name]: setting.kind === "number" ? event.target.value.replace(",", ".") : event.target.value })} />
            ) : (
              <Select value={value} onChange={(event) => onChange({ ...step, [setting.name]: event.target.value })}>
                {setting.kind.map((one) => (
                  <option key={one} value={one}>
                    {setting.name === "otherwise" || setting.name === "order" ? t(`wizard.choice.${one as ChoiceName}`) : one}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        );
      })}
    </div>
  );
}

type SettingName = "find" | "with" | "table" | "otherwise" | "value" | "by" | "decimals" | "rate" | "from" | "to" | "separator" | "index" | "text" | "width" | "order";
type ChoiceName = "reject" | "keep" | "blank" | "dmy" | "mdy" | "ymd";

/** Replacements as people note them: one a line, "R17 = 5.5". */
function Table({ label, table, onChange }: { label: string; table: Record<string, string>; onChange: (table: Record<string, string>) => void }) {
  const t = useT();
  const [text, setText] = useState(() => Object.entries(table).map(([from, to]) => `${from} = ${to}`).join("\n"));
  return (
    <Field label={label} hint={t("wizard.setting.table.hint")}>
      <Textarea
        value={text}
        className="font-mono text-13"
        onChange={(event) => {
          setText(event.target.value);
          const pairs = event.target.value.split("\n").map((line) => line.split("=")).filter((parts) => parts.length > 1 && parts[0]!.trim() !== "");
          onChange(Object.fromEntries(pairs.map(([from, ...to]) => [from!.trim(), to.join("=").trim()])));
        }}
      />
    </Field>
  );
}

function BeforeAfter({ column, rule, isNumber }: { column: Column; rule: Rule; isNumber: boolean }) {
  const t = useT();
  return (
    <div>
      <h3 className="mb-2">{t("wizard.steps.preview")}</h3>
      <table className="w-full text-left text-13" aria-live="polite">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 pr-3 font-medium">{t("common.diff.before")}</th>
            <th scope="col" className="py-1 font-medium">{t("common.diff.after")}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {column.samples.map((sample, index) => (
            <tr key={index}>
              <td className="py-1.5 pr-3 align-top">
                <CodeText>{sample}</CodeText>
              </td>
              <td className="py-1.5 align-top">
                <Result outcome={preview(sample, rule, isNumber)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-12 text-muted">{t("wizard.steps.preview.hint")}</p>
    </div>
  );
}
