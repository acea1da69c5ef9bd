import { useState } from "react";
import { api, call, changed, type Schema } from "@/api";
import { Button, Dialog, Diff, ErrorState, Field, Input, ProblemText, Select, toast } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { patchLists, type Product, refreshLists } from "./productList";
import { type BulkField, bulkFields, editOf, isByHand, shownValue, typedValue } from "./values";

interface Props {
  products: readonly Product[];
  onClose: () => void;
  onDone: () => void;
}
type Act = "set" | "empty" | "release";
const acts: readonly Act[] = ["set", "empty", "release"];
const shown = 200;

/** What would be different, from what the list holds: nothing is sent before it has been seen. */
function effectOf(products: readonly Product[], field: BulkField, act: Act, typed: string) {
  const edit = act === "set" ? editOf(field, typed) : {};
  const touched = products.filter((one) => {
    const isHeld = isByHand(one, field);
    if (act === "release") return isHeld;
    const value = act === "empty" ? "" : String(edit[field] ?? "");
    return !isHeld || typedValue(one, field) !== value;
  });
  const patch = act === "set" ? { [field]: String(edit[field] ?? "") } : { [field]: null };
  return { touched, body: act === "release" ? { release: [field] } : act === "empty" ? editOf(field, "") : edit, patch };
}

export function BulkEdit({ products, onClose, onDone }: Props) {
  const t = useT();
  const [field, setField] = useState<BulkField>("brand");
  const [act, setAct] = useState<Act>("set");
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [failures, setFailures] = useState<Schema<"catalog.BulkItemView">[]>([]);
  const { touched, body, patch } = effectOf(products, field, act, typed);
  const isReady = touched.length > 0 && (act !== "set" || typed.trim() !== "");

  const apply = async () => {
    setBusy(true);
    setError(null);
    try {
      const ids = touched.map((one) => one.id ?? "");
      const answer = await call(api.POST("/api/v1/products/bulk", { body: { ids, edit: body } }));
      const failed = answer.items.filter((one) => one.outcome === "failed");
      const done = new Set(answer.items.filter((one) => one.outcome !== "failed").map((one) => one.id));
      if (act === "release") await refreshLists();
      else patchLists(done, (one) => ({ ...one, ...patch, set_by_hand: [...new Set([...one.set_by_hand, field])] }));
      await changed(["products"]);
      toast.done(t("products.bulk.done", { count: answer.changed }));
      if (failed.length > 0) return setFailures(failed);
      onDone();
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("products.bulk.title", { count: products.length })}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" busy={isBusy} disabled={!isReady} onClick={() => void apply()}>
            {t("products.bulk.apply", { count: isReady ? touched.length : 0 })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t("products.bulk.field")}>
            <Select value={field} onChange={(event) => setField(event.target.value as BulkField)}>
              {bulkFields.map((one) => <option key={one} value={one}>{t(`products.field.${one}`)}</option>)}
            </Select>
          </Field>
          <Field label={t("products.bulk.act")}>
            <Select value={act} onChange={(event) => setAct(event.target.value as Act)}>
              {acts.map((one) => <option key={one} value={one}>{t(`products.bulk.act.${one}`)}</option>)}
            </Select>
          </Field>
          {act === "set" && (
            <Field label={t("products.bulk.value")}>
              <Input value={typed} onChange={(event) => setTyped(event.target.value)} />
            </Field>
          )}
        </div>
        <p className="text-muted">{t(act === "release" ? "products.bulk.release.why" : "products.bulk.hold.why")}</p>
        {error !== null && <ErrorState error={error} compact />}
        {failures.length > 0 && <Failures failures={failures} products={products} />}
        {failures.length === 0 && <Preview products={products} touched={touched} field={field} act={act} patch={patch} isReady={isReady} />}
      </div>
    </Dialog>
  );
}

interface PreviewProps {
  products: readonly Product[];
  touched: readonly Product[];
  field: BulkField;
  act: Act;
  patch: Partial<Record<string, string | null>>;
  isReady: boolean;
}

function Preview({ products, touched, field, act, patch, isReady }: PreviewProps) {
  const t = useT();
  const format = useFormat();
  if (!isReady && act === "set" && touched.length > 0) return <p className="text-muted">{t("products.bulk.type")}</p>;
  const same = products.length - touched.length;
  return (
    <section aria-label={t("products.bulk.preview")} className="rounded border border-border">
      <p className="border-b border-border px-3 py-2 font-medium" aria-live="polite">
        {t("products.bulk.effect", { count: touched.length })} {same > 0 && <span className="font-normal text-muted">{t("products.bulk.same", { count: same })}</span>}
      </p>
      {/* It scrolls, so it must be reachable by keyboard. */}
      <div className="relative max-h-72 overflow-y-auto" role="region" tabIndex={0} aria-label={t("products.bulk.preview")}>
        <ul>
          {touched.slice(0, shown).map((one) => (
            <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-border px-3 py-1.5 last:border-0">
              <span className="min-w-0 flex-1 truncate">{one.name || one.gtin}</span>
              <Diff
                before={shownValue(one, field, format) || undefined}
                after={act === "release" ? t("products.bulk.from_suppliers") : shownValue({ ...one, ...patch }, field, format) || undefined}
              />
            </li>
          ))}
        </ul>
        {touched.length > shown && <p className="px-3 py-2 text-muted">{t("products.bulk.and_more", { count: touched.length - shown })}</p>}
      </div>
    </section>
  );
}

function Failures({ failures, products }: { failures: readonly Schema<"catalog.BulkItemView">[]; products: readonly Product[] }) {
  const t = useT();
  const names = new Map(products.map((one) => [one.id, one.name || one.gtin]));
  return (
    <div role="alert" className="rounded border border-failed/60 p-3">
      <p className="font-medium text-failed">{t("products.bulk.failed", { count: failures.length })}</p>
      <ul className="mt-2 max-h-60 space-y-1 overflow-y-auto">
        {failures.map((one) => (
          <li key={one.id}>
            {names.get(one.id) ?? one.id}: {one.problem && <ProblemText problem={one.problem} />}
          </li>
        ))}
      </ul>
    </div>
  );
}
