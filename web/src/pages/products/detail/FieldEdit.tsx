import { useId, useState } from "react";
import { api, asApiError, callWithTag, changed, queryClient, type Schema } from "@/api";
import { Button, CodeText, Dialog, ErrorState, Field, Input, Textarea, toast } from "@/components";
import { useT } from "@/i18n";
import { patchLists, productQuery } from "../productList";
import { editOf, isByHand as isSetByHand, type ShownField, typedValue } from "../values";

interface Props {
  address: string;
  product: Schema<"catalog.ProductDetailView">;
  etag: string;
  field: ShownField;
  onClose: () => void;
}
const long: readonly ShownField[] = ["description", "image_urls", "attributes"];

/** Sets a field by hand, so that feeds leave it alone, or gives it back to them. */
export function FieldEdit({ address, product, etag, field, onClose }: Props) {
  const t = useT();
  const formId = useId();
  const [typed, setTyped] = useState(() => typedValue(product, field));
  const [sent, setSent] = useState<"set" | "release" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const isByHand = isSetByHand(product, field);
  const name = t(`products.field.${field}`);
  const hasConflict = error !== null && asApiError(error).wasChangedElsewhere;

  const send = async (what: "set" | "release", tag: string) => {
    setSent(what);
    setError(null);
    try {
      const body = what === "set" ? editOf(field, typed) : { release: [field] };
      const answer = await callWithTag(api.PATCH("/api/v1/products/{id}", { params: { path: { id: address } }, body, headers: { "If-Match": tag } }));
      queryClient.setQueryData(productQuery(address).queryKey, answer);
      patchLists(new Set([answer.data.id ?? ""]), (one) => ({ ...one, [field]: answer.data[field], set_by_hand: answer.data.set_by_hand }));
      toast.done(t(what === "set" ? "products.edit.done" : "products.edit.released", { field: name }));
      onClose();
      void changed(["products"]);
    } catch (problem) {
      setError(problem);
      if (asApiError(problem).wasChangedElsewhere) void queryClient.invalidateQueries({ queryKey: productQuery(address).queryKey });
    } finally {
      setSent(null);
    }
  };
  const input = { name: field, value: typed, onChange: (event: { target: { value: string } }) => setTyped(event.target.value) };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("products.edit.title", { field: name })}
      footer={
        <>
          {isByHand && (
            <Button className="mr-auto" busy={sent === "release"} onClick={() => void send("release", etag)}>
              {t("products.edit.release")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" type="submit" form={formId} busy={sent === "set"}>
            {t(hasConflict ? "products.edit.save_anyway" : "products.edit.save")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send("set", etag);
        }}
      >
        <Field label={name} hint={hintOf(field, t)} error={asApiError(error ?? {}).fields[field]}>
          {long.includes(field) ? <Textarea {...input} rows={6} /> : <Input {...input} />}
        </Field>
        <p className="text-13 text-muted">{t(isByHand ? "products.edit.is_held" : "products.edit.will_hold")}</p>
        {hasConflict && (
          <div role="alert" className="space-y-1 rounded bg-quarantined-soft p-3">
            <p>{t("products.edit.conflict")}</p>
            <CodeText>{typedValue(product, field) || "–"}</CodeText>
          </div>
        )}
        {error !== null && !hasConflict && !asApiError(error).fields[field] && <ErrorState error={error} compact />}
      </form>
    </Dialog>
  );
}

function hintOf(field: ShownField, t: ReturnType<typeof useT>): string {
  if (field === "category") return t("products.edit.hint.category");
  if (field === "image_urls") return t("products.edit.hint.image_urls");
  if (field === "attributes") return t("products.edit.hint.attributes");
  if (field === "weight_grams") return t("products.edit.hint.weight_grams");
  if (field === "vat_rate") return t("products.edit.hint.vat_rate");
  return t("products.edit.hint");
}
