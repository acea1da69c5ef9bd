import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { api, call, callWithTag, changed, type Schema } from "@/api";
import { Button, Dialog, ErrorState, Field, Input, Select, Skeleton, Switch, toast, useForm } from "@/components";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { SourceFields } from "./SourceFields";
import { fieldKey, formOf, type SourceKindForm, sourceKinds } from "./sourceKinds";
import { configOf, headerSecret, missingOf, secretsOf, type SourceValues, valuesOf } from "./sourceValues";

type Source = Schema<"suppliers.SourceView">;
interface Props {
  code: string;
  source?: Source;
  onClose: () => void;
}



export function SourceDialog({ code, source, onClose }: Props) {
  const t = useT();
  const formId = useId();
  const [kind, setKind] = useState(source?.kind ?? "http");
  const [isBusy, setBusy] = useState(false);
  const seen = useQuery({
    queryKey: ["sources", "one", source?.id],
    queryFn: ({ signal }) => callWithTag(api.GET("/api/v1/sources/{id}", { params: { path: { id: source!.id } }, signal })),
    enabled: source !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  const form = formOf(kind);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={source ? t("suppliers.source.edit", { name: source.name }) : t("suppliers.source.new")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" type="submit" form={formId} busy={isBusy} disabled={!form}>{t(source ? "suppliers.save" : "suppliers.source.create")}</Button>
        </>
      }
    >
      <div className="space-y-4">
        {!source && <KindChoice kind={kind} onChange={setKind} />}
        {source && seen.isPending && <Skeleton className="h-60 w-full" />}
        {seen.error && !seen.data && <ErrorState error={seen.error} onRetry={() => void seen.refetch()} />}
        {!form && <p className="text-muted">{t("suppliers.source.kind_unknown", { kind })}</p>}
        {form && (!source || seen.data) && (
          <SourceForm key={kind} id={formId} code={code} form={form} source={seen.data?.data} etag={seen.data?.etag} onBusy={setBusy} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function KindChoice({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const t = useT();
  return (
    <fieldset>
      <legend className="mb-1 text-13 font-medium">{t("suppliers.source.kind")}</legend>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2 md:grid-cols-3">
        {sourceKinds.map(({ kind: one, icon: Icon }) => (
          <label
            key={one}
            className={cx(
              "relative flex cursor-pointer gap-2 rounded border p-2 has-focus-visible:outline-2 has-focus-visible:outline-accent",
              one === kind ? "border-accent bg-accent-soft" : "border-border-strong/60 hover:bg-raised",
            )}
          >
            <input type="radio" name="kind" value={one} checked={one === kind} onChange={() => onChange(one)} className="sr-only" />
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <span>
              <span className="block font-medium">{t(`suppliers.kind.${one as "http"}`)}</span>
              <span className="block text-12 text-muted">{t(`suppliers.kind.${one as "http"}.what`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface FormProps {
  id: string;
  code: string;
  form: SourceKindForm;
  source: Source | undefined;
  etag: string | undefined;
  onBusy: (isBusy: boolean) => void;
  onClose: () => void;
}

function SourceForm({ id, code, form: kind, source, etag, onBusy, onClose }: FormProps) {
  const t = useT();
  const [repeatKey, setRepeatKey] = useState(() => crypto.randomUUID());
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const stored = Object.keys(source?.secrets ?? {});
  const unprefixed = (values: Record<string, string | boolean>): SourceValues => Object.fromEntries(kind.fields.map((field) => [field.name, values[fieldKey(field)] ?? ""]));
  const begin = valuesOf(kind, source?.config, stored);
  const form = useForm<Record<string, string | boolean>>({
    initial: {
      name: source?.name ?? "",
      mode: source?.mode ?? "partial",
      is_enabled: source?.is_enabled ?? true,
      ...Object.fromEntries(kind.fields.map((field) => [fieldKey(field), begin[field.name] ?? ""])),
    },
    check: (values) => Object.fromEntries(missingOf(kind, unprefixed(values)).map((name) => [`config.${name}`, t("suppliers.source.field.missing")])),
    submit: async (values) => {
      onBusy(true);
      try {
        const body = {
          name: String(values.name).trim() || null,
          mode: String(values.mode),
          is_enabled: values.is_enabled === true,
          config: configOf(kind, unprefixed(values)),
          secrets: secretsOf(kind, unprefixed(values), stored, removed),
        };
        const saved = source
          ? await call(api.PATCH("/api/v1/sources/{id}", { params: { path: { id: source.id } }, body, headers: { "If-Match": etag ?? "*" } }))
          : await call(api.POST("/api/v1/suppliers/{code}/sources", { params: { path: { code }, header: { "Idempotency-Key": repeatKey } }, body: { kind: kind.kind, ...body } }));
        await changed(["sources"]);
        toast.done(t("suppliers.source.saved", { name: saved.name }));
        onClose();
      } catch (problem) {
        // What is sent next is another request than the one refused.
        setRepeatKey(crypto.randomUUID());
        throw problem;
      } finally {
        onBusy(false);
      }
    },
  });
  const remove = (name: string, isRemoved: boolean) => setRemoved((before) => new Set(isRemoved ? [...before, name] : [...before].filter((one) => one !== name)));
  return (
    <form id={id} noValidate className="space-y-4" onSubmit={(event) => void form.send(event)}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("suppliers.source.name")} optional={t("suppliers.optional")} error={form.errors.name}>
          <Input {...form.input("name")} placeholder={t(`suppliers.kind.${kind.kind as "http"}`)} />
        </Field>
        <Field label={t("suppliers.source.mode")} hint={t(form.values.mode === "full" ? "suppliers.source.mode.full.hint" : "suppliers.source.mode.partial.hint")} error={form.errors.mode}>
          <Select {...form.input("mode")}>
            <option value="partial">{t("suppliers.source.mode.partial")}</option>
            <option value="full">{t("suppliers.source.mode.full")}</option>
          </Select>
        </Field>
      </div>
      <SourceFields kind={kind} values={unprefixed(form.values)} errors={form.errors} onChange={(field, value) => form.set(fieldKey(field), value)} stored={stored} removed={removed} onRemove={remove} />
      {stored.filter((name) => name.startsWith(headerSecret)).map((name) => (
        <p key={name} className="flex items-center justify-between gap-2">
          <span>{t("suppliers.source.header_set", { name: name.slice(headerSecret.length) })}</span>
          <Button size="small" onClick={() => remove(name, !removed.has(name))}>{t(removed.has(name) ? "suppliers.secret.keep" : "suppliers.secret.remove")}</Button>
        </p>
      ))}
      <Switch checked={form.values.is_enabled === true} onChange={(isOn) => form.set("is_enabled", isOn)} label={t("suppliers.source.on")} hint={t("suppliers.source.on.hint")} />
      {form.error && <ErrorState error={form.error} compact />}
    </form>
  );
}
