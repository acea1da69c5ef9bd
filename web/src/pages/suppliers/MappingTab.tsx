import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Schema, useMay } from "@/api";
import { Badge, Button, Card, CodeText, DateTime, Diff, EmptyState, ErrorState, Select, SkeletonRows, type Tone } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { changesBetween, linesOf } from "./mapping";
import { mappingsQuery } from "./queries";

type Version = Schema<"imports.MappingView">;
const page = getRouteApi("/app/suppliers/$code");
const tones: Record<"added" | "changed" | "removed", Tone> = { added: "created", changed: "updated", removed: "withdrawn" };

/** Which column goes where; any two versions can be held against each other. */
export function MappingTab({ code }: { code: string }) {
  const t = useT();
  const search = page.useSearch();
  const mayStart = useMay("imports.start");
  const versions = useQuery(mappingsQuery(code));
  if (versions.isPending) return <SkeletonRows />;
  if (!versions.data) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  const latest = versions.data[0];
  if (!latest) {
    return (
      <EmptyState
        title={t("suppliers.mapping.empty")}
        actions={mayStart && <Button asChild><Link to="/imports/new">{t("suppliers.empty.import")}</Link></Button>}
      >
        {t("suppliers.mapping.empty.why")}
      </EmptyState>
    );
  }
  const shown = versions.data.find((one) => one.version === search.to) ?? latest;
  const compared = versions.data.find((one) => one.version === search.from && one.version !== shown.version);
  return (
    <Card title={t("suppliers.mapping.title")} actions={<Choice versions={versions.data} shown={shown} compared={compared} />} flush>
      <p className="border-b border-border px-4 py-2 text-13 text-muted">
        {t(`suppliers.mapping.origin.${originOf(shown)}`)} · <DateTime at={shown.created_at} />
      </p>
      {compared ? <Changes before={compared} after={shown} /> : <Lines document={shown.document} />}
    </Card>
  );
}

const origins = ["detected", "given"] as const;
const originOf = (version: Version) => origins.find((one) => one === version.origin) ?? "given";

function Choice({ versions, shown, compared }: { versions: readonly Version[]; shown: Version; compared: Version | undefined }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const name = (one: Version) => t("suppliers.mapping.version", { version: one.version, date: format.shortDate(one.created_at) });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        className="w-44"
        aria-label={t("suppliers.mapping.shown")}
        value={shown.version}
        onChange={(event) => void navigate({ search: (before) => ({ ...before, to: Number(event.target.value) }), replace: true })}
      >
        {versions.map((one) => <option key={one.version} value={one.version}>{name(one)}</option>)}
      </Select>
      {versions.length > 1 && (
        <Select
          className="w-52"
          aria-label={t("suppliers.mapping.compare")}
          value={compared?.version ?? ""}
          onChange={(event) => void navigate({ search: (before) => ({ ...before, from: Number(event.target.value) || undefined }), replace: true })}
        >
          <option value="">{t("suppliers.mapping.compare.none")}</option>
          {versions.filter((one) => one !== shown).map((one) => <option key={one.version} value={one.version}>{t("suppliers.mapping.against", { name: name(one) })}</option>)}
        </Select>
      )}
    </div>
  );
}

function Table({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    // It scrolls sideways on small screens, so it must be reachable by keyboard.
    <div className="relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full min-w-120">
        <thead>
          <tr className="border-b border-border text-left text-13 text-muted *:px-4 *:py-2 *:font-medium">
            {heads.map((head) => <th key={head} scope="col">{head}</th>)}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
const rowClass = "border-b border-border last:border-0 *:px-4 *:py-2 *:align-top";

const targets = [
  "sku", "gtin", "name", "description", "brand", "category", "manufacturer_reference", "purchase_price", "retail_price", "currency", "vat_rate", "stock",
  "weight", "image_urls", "minimum_order_quantity",
] as const;

/** A field of the catalogue by its name; anything else is an attribute and shown as it is written. */
function Target({ name }: { name: string }) {
  const t = useT();
  const known = targets.find((one) => one === name);
  return known ? <>{t(`suppliers.target.${known}`)}</> : <CodeText>{name}</CodeText>;
}

const hows = { "number.decimal": "decimal", "number.thousands": "thousands", unit: "unit" } as const;

function How({ text }: { text: string }) {
  const t = useT();
  const [path = "", ...rest] = text.split(" = ");
  const known = path in hows ? hows[path as keyof typeof hows] : undefined;
  return known ? <span className="mr-3">{t(`suppliers.how.${known}`, { value: rest.join(" = ") })}</span> : <CodeText className="mr-3">{text}</CodeText>;
}

function Lines({ document }: { document: unknown }) {
  const t = useT();
  return (
    <Table label={t("suppliers.mapping.title")} heads={[t("suppliers.mapping.target"), t("suppliers.mapping.column"), t("suppliers.mapping.how")]}>
      {linesOf(document).map((line) => (
        <tr key={line.target} className={rowClass}>
          <th scope="row" className="text-left font-medium"><Target name={line.target} /></th>
          <td><CodeText>{line.from}</CodeText></td>
          <td className="text-muted">{line.how.map((one) => <How key={one} text={one} />)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Changes({ before, after }: { before: Version; after: Version }) {
  const t = useT();
  const changes = changesBetween(before.document, after.document);
  if (changes.length === 0) return <EmptyState title={t("suppliers.mapping.same")} compact />;
  return (
    <Table label={t("suppliers.mapping.changes")} heads={[t("suppliers.mapping.target"), t("suppliers.mapping.change"), t("suppliers.mapping.before_after")]}>
      {changes.map((change) => (
        <tr key={change.target} className={rowClass}>
          <th scope="row" className="text-left font-medium"><Target name={change.target} /></th>
          <td><Badge tone={tones[change.kind]}>{t(`suppliers.mapping.kind.${change.kind}`)}</Badge></td>
          <td><Diff before={change.before && <CodeText>{change.before}</CodeText>} after={change.after && <CodeText>{change.after}</CodeText>} /></td>
        </tr>
      ))}
    </Table>
  );
}
