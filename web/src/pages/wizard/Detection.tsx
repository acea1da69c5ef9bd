import { useState } from "react";
import { Badge, Button, ErrorState, Field, Input, ProblemText, SaidByServer, Select, SkeletonRows, useSaid } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import type { Detected, FileHints } from "./mapping";
import type { Wizard } from "./useWizard";

const delimiters = [";", ",", "\t", "|"] as const;
const encodings = ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "windows-1250", "windows-1251", "utf-16le", "macintosh", "cp850"] as const;

/** How the file is read, how sure that is and why; each part can be said otherwise, and the columns follow at once. */
export function Detection({ wizard: { detected, draft, change, go } }: { wizard: Wizard }) {
  const t = useT();
  const format = useFormat();
  const said = useSaid();
  const found = detected.data;
  const isSaid = Object.keys(draft.hints).length > 0;
  const say = (hints: FileHints) => {
    const kept = Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined && value !== "" && value !== 0));
    change({ hints: kept, document: undefined, basis: undefined, checked: undefined });
    go({ check: undefined }, true);
  };
  const asFound = isSaid && <Button size="small" onClick={() => say({})}>{t("wizard.detect.as_found")}</Button>;
  if (detected.error && (!found || detected.isPlaceholderData || !detected.isFetching)) {
    return (
      <div className="space-y-2">
        <ErrorState error={detected.error} compact onRetry={() => void detected.refetch()} />
        {asFound}
      </div>
    );
  }
  if (!found) return <SkeletonRows count={5} />;
  return (
    <section aria-label={t("wizard.detect")} aria-busy={detected.isFetching} className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3>{t("wizard.detect")}</h3>
        <Badge tone={found.confidence >= 0.9 ? "created" : found.confidence >= 0.6 ? "updated" : "quarantined"}>{isSaid ? t("wizard.detect.said") : t("wizard.sure", { share: format.percent(found.confidence) })}</Badge>
        {asFound}
      </div>
      <Overrides found={{ ...found, ...draft.hints }} hints={draft.hints} say={say} />
      <details className="text-13 text-muted">
        <summary className="cursor-pointer text-accent">{t("wizard.detect.why")}</summary>
        {[found.reason, found.encoding_reason].map((reason) => (
          <p key={reason} className="mt-1">
            {said(reason).lang && t("common.error.original")} <SaidByServer text={reason} />
          </p>
        ))}
      </details>
      {found.notes.map((note) => (
        <p key={note.code} role="status" className="rounded border border-quarantined/50 bg-quarantined-soft px-3 py-2 text-13">
          <ProblemText problem={note} />
        </p>
      ))}
      <FirstRows found={found} />
    </section>
  );
}

function Overrides({ found, hints, say }: { found: Detected; hints: FileHints; say: (hints: FileHints) => void }) {
  const t = useT();
  const isText = found.delimiter !== "";
  const isTree = found.record_path !== "";
  const named = (mark: string) => (mark === "\t" ? t("imports.delimiter.tab") : mark === ";" ? t("wizard.delimiter.semicolon") : mark === "," ? t("wizard.delimiter.comma") : mark);
  const withOwn = (list: readonly string[], own: string) => (list.includes(own) ? list : [own, ...list]);
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {isText && (
        <Field label={t("wizard.detect.delimiter")}>
          <Select value={found.delimiter} onChange={(event) => say({ ...hints, delimiter: event.target.value })}>
            {withOwn(delimiters, found.delimiter).map((mark) => (
              <option key={mark} value={mark}>
                {named(mark)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {found.encoding !== "" && (isText || isTree) && (
        <Field label={t("wizard.detect.encoding")}>
          <Select value={found.encoding} onChange={(event) => say({ ...hints, encoding: event.target.value })}>
            {withOwn(encodings, found.encoding).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      )}
      {!isTree && <NumberHint key={found.header_row} label={t("wizard.detect.header")} value={found.header_row} onSaid={(row) => say({ ...hints, header_row: row })} />}
      {found.sheet !== "" && (
        <Field label={t("wizard.detect.sheet")}>
          <Select value={found.sheet} onChange={(event) => say({ ...hints, sheet: event.target.value, header_row: undefined })}>
            {withOwn(found.other_sheets, found.sheet).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      )}
      {found.zip_entry !== "" && (
        <Field label={t("wizard.detect.entry")}>
          <Select value={found.zip_entry} onChange={(event) => say({ zip_entry: event.target.value })}>
            {withOwn(found.other_entries, found.zip_entry).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  );
}

function NumberHint({ label, value, onSaid }: { label: string; value: number; onSaid: (value: number) => void }) {
  const [text, setText] = useState(String(value));
  const said = () => {
    const row = Number(text);
    if (Number.isInteger(row) && row > 0 && row !== value) onSaid(row);
    else setText(String(value));
  };
  return (
    <Field label={label}>
      <Input type="number" min={1} value={text} onChange={(event) => setText(event.target.value)} onBlur={said} onKeyDown={(event) => event.key === "Enter" && said()} />
    </Field>
  );
}

/** The columns with the first of their values, as they would be read. */
function FirstRows({ found }: { found: Detected }) {
  const t = useT();
  const most = Math.max(0, ...found.columns.map((column) => column.samples.length));
  return (
    <div className="overflow-x-auto rounded border border-border" role="region" aria-label={t("wizard.detect.first")} tabIndex={0}>
      <table className="w-full text-left text-13">
        <thead className="bg-raised">
          <tr>
            {found.columns.map((column, index) => (
              <th key={index} scope="col" className="px-3 py-1.5 whitespace-nowrap">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {Array.from({ length: Math.min(3, most) }, (_, row) => (
            <tr key={row}>
              {found.columns.map((column, index) => (
                <td key={index} className="max-w-56 truncate px-3 py-1.5 whitespace-nowrap">
                  <code className="font-mono text-13" title={column.samples[row]}>
                    {column.samples[row]}
                  </code>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
