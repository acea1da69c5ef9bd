import { useMutation } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { type DragEvent, useState } from "react";
import { changed } from "@/api";
import { Button, ErrorState, Field, Select, SkeletonRows } from "@/components";
import { type FieldName, fields } from "@/components/imports";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { ChangesDialog } from "./ChangesDialog";
import { ColumnRow } from "./ColumnRow";
import { startImport } from "./data";
import { dragType } from "./drag";
import { assign, type Column, columnsOf, hasIdentity, type MappingDocument, missingColumns, type Target, withRule } from "./mapping";
import type { Wizard } from "./useWizard";

/** What each column means: suggested, explained, and changed by choosing or dragging. */
export function ColumnsStep({ wizard }: { wizard: Wizard }) {
  const t = useT();
  const { document, columns, change, detected } = wizard;
  const [edited, setEdited] = useState<{ column: Column; target: Target } | null>(null);
  const check = useStartCheck(wizard);
  if (detected.error) return <ErrorState error={detected.error} onRetry={() => void detected.refetch()} />;
  if (!document) return <SkeletonRows />;
  const edit = (next: MappingDocument) => change({ document: next, basis: wizard.basis });
  const missing = missingColumns(document, columns);
  const rows = detected.data?.estimated_rows ?? 0;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <p className="max-w-prose text-muted">{t("wizard.columns.lead")}</p>
        <Basis wizard={wizard} />
      </div>
      <FieldChips document={document} />
      {missing.length > 0 && (
        <p role="alert" className="flex items-start gap-2 text-quarantined">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t("wizard.columns.missing", { names: missing.join(", ") })}
        </p>
      )}
      <div role="table" aria-label={t("wizard.columns.table")} className="rounded border border-border">
        <div role="rowgroup" className="hidden bg-raised text-13 font-semibold xl:block">
          <div role="row" className="grid grid-cols-[12rem_1fr_14rem_8rem_1fr] gap-3 px-3 py-2">
            {(["column", "looks", "goes", "change", "result"] as const).map((name) => (
              <span key={name} role="columnheader">
                {t(`wizard.columns.${name}`)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="divide-y divide-border">
          {columns.map((column) => (
            <ColumnRow
              key={column.name}
              column={column}
              document={document}
              onGoesTo={(target, joins) => edit(assign(document, column, target, joins))}
              onChanges={(target) => setEdited({ column, target })}
            />
          ))}
        </div>
      </div>
      {edited && (
        <ChangesDialog
          column={edited.column}
          target={edited.target}
          document={document}
          onSave={(rule) => {
            edit(withRule(document, edited.target, rule));
            setEdited(null);
          }}
          onClose={() => setEdited(null)}
        />
      )}
      {check.error && <ErrorState error={check.error} compact />}
      <div className="flex flex-wrap items-center gap-3 border-t border-border pt-4">
        <Button look="primary" disabled={!hasIdentity(document) || missing.length > 0} busy={check.isPending} onClick={() => check.mutate(wizard.mode)}>
          {t("wizard.next.check", { count: rows })}
        </Button>
        <span className={cx("text-13", hasIdentity(document) ? "text-muted" : "text-quarantined")} role="status">
          {t(hasIdentity(document) ? "wizard.next.check.safe" : "wizard.next.needs_identity")}
        </span>
      </div>
    </div>
  );
}

/** Starts a dry run of what is set now. */
export function useStartCheck({ search, document, wanted, mode: now, go, change }: Wizard) {
  return useMutation({
    mutationFn: async (mode: "partial" | "full") => {
      if (!document || !search.upload || !search.supplier) throw new Error("Nothing to check yet.");
      const started = await startImport({ upload: search.upload, supplier: search.supplier, mode, document, isDry: true, key: crypto.randomUUID() });
      const [supplier, , ...rest] = wanted.split("\n");
      return { started, checked: mode === now ? wanted : [supplier, mode, ...rest].join("\n"), mode };
    },
    onSuccess: ({ started, checked, mode }) => {
      change({ checked, importKey: undefined });
      go({ step: "check", check: started.id, mode: mode === "full" ? "full" : undefined, show: undefined });
      void changed(["imports", "list"]);
    },
  });
}

/** Which mapping one began with: the suggestion for this file, or one of the supplier's versions. */
function Basis({ wizard: { basis, versions, columns, change } }: { wizard: Wizard }) {
  const t = useT();
  const format = useFormat();
  const all = versions.data ?? [];
  if (all.length === 0) return null;
  const take = (value: string) => {
    const version = all.find((one) => String(one.version) === value);
    change(version ? { basis: value, document: version.document as MappingDocument } : { basis: "suggested", document: undefined });
  };
  return (
    <Field label={t("wizard.basis")} className="w-full max-w-xs">
      <Select value={basis} onChange={(event) => take(event.target.value)}>
        <option value="suggested">{t("wizard.basis.suggested")}</option>
        {all.map((one) => {
          const lacks = missingColumns(one.document as MappingDocument, columns).length;
          return (
            <option key={one.version} value={String(one.version)}>
              {t("wizard.basis.version", { version: one.version, date: format.date(one.created_at) })}
              {lacks > 0 && ` · ${t("wizard.basis.lacks", { count: lacks })}`}
            </option>
          );
        })}
      </Select>
    </Field>
  );
}

/** The fields there are and which are fed; one is dragged onto the column it comes from. */
function FieldChips({ document }: { document: MappingDocument }) {
  const t = useT();
  const drag = (event: DragEvent, name: FieldName) => {
    event.dataTransfer.setData(dragType, name);
    event.dataTransfer.effectAllowed = "link";
  };
  return (
    <ul aria-label={t("wizard.fields")} className="flex flex-wrap gap-2">
      {fields.map((name) => {
        const from = columnsOf(document.fields[name]);
        return (
          <li
            key={name}
            draggable
            onDragStart={(event) => drag(event, name)}
            className={cx("cursor-grab rounded-full border px-2.5 py-0.5 text-13", from.length > 0 ? "border-transparent bg-created-soft text-created" : "border-dashed border-border-strong text-muted")}
          >
            {t(`imports.field.${name}`)}
            {from.length > 0 && <span className="sr-only"> {t("wizard.fields.from", { columns: from.join(", ") })}</span>}
          </li>
        );
      })}
    </ul>
  );
}
