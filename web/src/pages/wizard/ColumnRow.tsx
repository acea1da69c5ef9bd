import { Settings2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { serverLanguage } from "@/api/problem-words";
import { Badge, Button, Combobox, NoValue } from "@/components";
import { type FieldName, fields, isField, numericFields } from "@/components/imports";
import { useLanguage, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { type Column, columnsOf, type MappingDocument, ruleFor, ruleOf, type Target, targetsOf } from "./mapping";
import { dragType } from "./drag";
import { looksOf, reasonOf } from "./looks";
import { isStep, type Outcome, preview, stepOf } from "./transforms";

const joinable: readonly FieldName[] = ["name", "description", "category", "image_urls"];

interface Props {
  column: Column;
  document: MappingDocument;
  onGoesTo: (target: Target | null, joins?: boolean) => void;
  onChanges: (target: Target) => void;
}

/** One column: what is in it, what it looks like, where it goes, what is done to it, what comes out. */
export function ColumnRow({ column, document, onGoesTo, onChanges }: Props) {
  const t = useT();
  const [isOver, setOver] = useState(false);
  const targets = targetsOf(document, column.name);
  const target = targets[0];
  const rule = target ? ruleOf(ruleFor(document, target)) : undefined;
  return (
    <div
      role="row"
      tabIndex={-1}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const name = event.dataTransfer.getData(dragType);
        if (isField(name)) onGoesTo({ kind: "field", name });
      }}
      className={cx("grid gap-x-3 gap-y-2 px-3 py-3 xl:grid-cols-[12rem_1fr_14rem_8rem_1fr]", isOver && "bg-accent-soft", !target && "bg-canvas")}
    >
      <div role="rowheader" className="min-w-0">
        <p className="font-medium break-words">{column.name}</p>
        <p className="truncate text-muted">
          <code className="font-mono text-13">{column.samples.slice(0, 2).join("  ")}</code>
        </p>
      </div>
      <div role="cell" className="min-w-0 text-13">
        <Looks column={column} />
      </div>
      <div role="cell" className="min-w-0">
        <GoesTo column={column} document={document} target={target} onGoesTo={onGoesTo} />
        {targets.length > 1 && <p className="mt-1 text-12 text-muted">{t("wizard.columns.also", { names: targets.slice(1).map((one) => targetName(t, one)).join(", ") })}</p>}
        {rule && columnsOf(rule).length > 1 && <p className="mt-1 text-12 text-muted">{t("wizard.columns.joined", { names: columnsOf(rule).join(" + ") })}</p>}
      </div>
      <div role="cell">
        {target && (
          <Button
            size="small"
            icon={<Settings2 aria-hidden className="size-4" />}
            aria-label={t("wizard.columns.change_of", { column: column.name })}
            onClick={() => onChanges(target)}
          >
            {t("wizard.columns.steps", { count: rule?.transforms?.length ?? 0 })}
          </Button>
        )}
      </div>
      <div role="cell" className="min-w-0 text-13">
        {target && rule ? <Results column={column} target={target} document={document} /> : <span className="text-muted">{t("wizard.columns.unused")}</span>}
      </div>
    </div>
  );
}

function Looks({ column }: { column: Column }) {
  const t = useT();
  const format = useFormat();
  const { suggestion } = column;
  const isServers = useLanguage() === serverLanguage;
  return (
    <>
      <p>{isServers ? column.evidence : looksOf(t, column)}</p>
      {suggestion && isField(suggestion.field) && (
        <p className="mt-0.5 text-muted">
          <Badge tone={suggestion.confidence >= 0.85 ? "created" : suggestion.confidence >= 0.6 ? "updated" : "quarantined"}>
            {t(`imports.field.${suggestion.field}`)} · {format.percent(suggestion.confidence)}
          </Badge>{" "}
          {isServers ? suggestion.reason : reasonOf(t, column)}
        </p>
      )}
    </>
  );
}

const nowhere = "-";
const keyOf = (target: Target | undefined) => (target ? `${target.kind}:${target.name}` : nowhere);

function GoesTo({ column, document, target, onGoesTo }: { column: Column; document: MappingDocument; target: Target | undefined; onGoesTo: Props["onGoesTo"] }) {
  const t = useT();
  const hintOf = (name: FieldName): ReactNode => {
    const others = columnsOf(document.fields[name]).filter((one) => one !== column.name);
    return others.length > 0 ? t("wizard.columns.taken", { columns: others.join(", ") }) : column.suggestion?.field === name ? t("wizard.columns.suggested") : undefined;
  };
  const attribute = target?.kind === "attribute" ? target.name : column.name;
  const options = [
    { value: nowhere, label: t("wizard.columns.leave") },
    ...fields.map((name) => ({ value: `field:${name}`, label: t(`imports.field.${name}`), hint: hintOf(name) })),
    ...joinable
      .filter((name) => columnsOf(document.fields[name]).some((one) => one !== column.name))
      .map((name) => ({ value: `join:${name}`, label: t("wizard.columns.join", { field: t(`imports.field.${name}`) }), hint: columnsOf(document.fields[name]).join(" + ") })),
    { value: `attribute:${attribute}`, label: t("wizard.columns.attribute"), hint: t("wizard.columns.attribute.hint") },
  ];
  const choose = (value: string) => {
    const [kind, ...rest] = value.split(":");
    const name = rest.join(":");
    if (kind === nowhere) onGoesTo(null);
    else if (kind === "join") onGoesTo({ kind: "field", name }, true);
    else onGoesTo({ kind: kind === "attribute" ? "attribute" : "field", name });
  };
  return <Combobox value={keyOf(target)} onChange={choose} options={options} label={t("wizard.columns.goes_of", { column: column.name })} />;
}

function targetName(t: ReturnType<typeof useT>, target: Target) {
  return isField(target.name) && target.kind === "field" ? t(`imports.field.${target.name}`) : target.name;
}

export const holdsNumber = (target: Target) => target.kind === "field" && (numericFields as readonly string[]).includes(target.name);

/** The first samples as they come out, and a warning for those that do not. */
function Results({ column, target, document }: { column: Column; target: Target; document: MappingDocument }) {
  const t = useT();
  const rule = ruleOf(ruleFor(document, target));
  const isNumber = holdsNumber(target) && !(rule.transforms ?? []).some((step) => !isStep(stepOf(step).do));
  const outcomes = column.samples.map((sample) => ({ sample, outcome: preview(sample, rule, isNumber) }));
  const refused = outcomes.filter(({ outcome }) => "refused" in outcome);
  return (
    <>
      <p className="flex flex-wrap gap-x-3">
        {outcomes.slice(0, 3).map(({ sample, outcome }, index) => (
          <span key={index} className="max-w-full min-w-0 truncate" title={sample}>
            <Result outcome={outcome} />
          </span>
        ))}
      </p>
      {refused.length > 0 && (
        <p className="mt-0.5 text-quarantined">{t("wizard.columns.refused", { count: refused.length, values: refused.map(({ sample }) => `“${sample}”`).join(", ") })}</p>
      )}
    </>
  );
}

export function Result({ outcome }: { outcome: Outcome }) {
  const t = useT();
  if ("unknown" in outcome) return <span className="text-muted">{t("wizard.result.later")}</span>;
  if ("refused" in outcome) return <span className="text-quarantined">{t(`wizard.refused.${outcome.refused}`)}</span>;
  return outcome.text === "" ? <NoValue /> : <code className="font-mono text-13">{outcome.text}</code>;
}
