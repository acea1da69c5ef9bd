import { Hand, Pencil } from "lucide-react";
import { useState } from "react";
import { type Schema, useMay } from "@/api";
import { Card, CodeText, IconButton, NoValue, Tooltip } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { apiName, isByHand as isSetByHand, type ShownField, shownFields, shownValue, typedValue } from "../values";
import { FieldEdit } from "./FieldEdit";
import type { LineTone } from "./history";

type Detail = Schema<"catalog.ProductDetailView">;
type Provenance = Schema<"catalog.ProvenanceEntryView">;
interface Props {
  address: string;
  product: Detail;
  etag: string;
  provenance: readonly Provenance[] | undefined;
  colours: ReadonlyMap<string, LineTone>;
}

/** What is shown of the product, and beside each value who set it. */
export function ShownFields({ address, product, etag, provenance, colours }: Props) {
  const t = useT();
  const mayWrite = useMay("products.write");
  const [edited, setEdited] = useState<ShownField | null>(null);
  const fields = shownFields.filter((field) => field !== "image_urls");
  return (
    <Card title={t("products.fields")} flush>
      <dl>
        <div className="grid grid-cols-[7rem_1fr] items-center gap-x-3 border-b border-border py-1.5 pr-2 pl-4 sm:grid-cols-[9rem_1fr]">
          <dt className="text-muted">{t("products.field.gtin")}</dt>
          <dd className="min-h-7 py-1">{product.gtin ? <CodeText>{product.gtin}</CodeText> : <NoValue />}</dd>
        </div>
        {fields.map((field) => (
          <div key={field} className="grid grid-cols-[7rem_1fr_auto] items-start gap-x-3 border-b border-border py-1.5 pr-2 pl-4 last:border-0 sm:grid-cols-[9rem_1fr_auto]">
            <dt className="py-1 text-muted">{t(`products.field.${field}`)}</dt>
            <dd className="min-w-0 py-1">
              <Value product={product} field={field} />
            </dd>
            <dd className="flex items-center gap-1">
              <Origin entry={provenance?.find((one) => one.field === apiName(field))} isByHand={isSetByHand(product, field)} field={field} colours={colours} />
              {mayWrite && (
                <IconButton size="small" label={t("products.edit.field", { field: t(`products.field.${field}`) })} icon={<Pencil aria-hidden className="size-4" />} onClick={() => setEdited(field)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {edited && <FieldEdit key={edited} address={address} product={product} etag={etag} field={edited} onClose={() => setEdited(null)} />}
    </Card>
  );
}

function Value({ product, field }: { product: Detail; field: ShownField }) {
  const format = useFormat();
  const text = shownValue(product, field, format);
  if (!text) return <NoValue />;
  if (field === "manufacturer_reference") return <CodeText>{text}</CodeText>;
  if (field === "attributes") {
    return (
      <ul>
        {typedValue(product, field).split("\n").map((line) => (
          <li key={line} className="break-words">
            <span className="text-muted">{line.slice(0, line.indexOf(":"))}</span> {line.slice(line.indexOf(":") + 1).trim()}
          </li>
        ))}
      </ul>
    );
  }
  return <span className="break-words whitespace-pre-line">{text}</span>;
}

const rules: Record<string, "by_hand" | "only_offer" | "first"> = { "set by hand": "by_hand", "only offer": "only_offer", "first by priority and freshness": "first" };

/** A dot in the colour of the supplier; file, line, rule and time on hover, on focus, and for those who listen. */
function Origin({ entry, isByHand, field, colours }: { entry: Provenance | undefined; isByHand: boolean; field: ShownField; colours: ReadonlyMap<string, LineTone> }) {
  const t = useT();
  const format = useFormat();
  if (!entry && !isByHand) return <span className="size-7" />;
  const known = isByHand ? "by_hand" : rules[entry?.rule ?? ""];
  const lines = [
    isByHand ? t("products.origin.by_hand") : t("products.origin.supplier", { supplier: entry?.supplier ?? "", sku: entry?.sku ?? "" }),
    entry?.file && t("products.origin.file", { file: entry.file, row: entry.row ?? 0 }),
    known ? t(`products.origin.rule.${known}`) : entry?.rule,
    entry?.set_at && format.dateTime(entry.set_at),
  ].filter((line): line is string => Boolean(line));
  return (
    <Tooltip text={<span className="block space-y-0.5">{lines.map((line) => <span key={line} className="block">{line}</span>)}</span>} side="left">
      <button
        type="button"
        aria-label={t("products.origin.label", { field: t(`products.field.${field}`), origin: lines.join(", ") })}
        className="inline-flex size-7 cursor-help items-center justify-center rounded hover:bg-raised"
      >
        {isByHand ? <Hand aria-hidden className="size-4 text-muted" /> : <span aria-hidden className="size-2.5 rounded-full" style={{ background: `var(--${colours.get(entry?.supplier ?? "") ?? "unchanged"})` }} />}
      </button>
    </Tooltip>
  );
}
