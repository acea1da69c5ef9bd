import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { api, call, changed, useMay } from "@/api";
import { Button, Combobox, Dialog, ErrorState, Field, Input, useForm } from "@/components";
import { useT } from "@/i18n";

/** Whose file it is: one of the suppliers, or a new one. */
export function SupplierPick({ value, onChange }: { value: string | undefined; onChange: (code: string) => void }) {
  const t = useT();
  const [text, setText] = useState("");
  const [isNew, setNew] = useState(false);
  const search = useDeferredValue(text.trim());
  const suppliers = useQuery({
    queryKey: ["suppliers", "pick", search],
    queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers", { params: { query: { search: search || undefined, limit: 50 } }, signal })),
    placeholderData: (before) => before,
    enabled: useMay("suppliers.read"),
  });
  const options = (suppliers.data?.items ?? []).map((one) => ({ value: one.code, label: one.name && one.name !== one.code ? `${one.name} (${one.code})` : one.code }));
  const all = value && !options.some((one) => one.value === value) ? [{ value, label: value }, ...options] : options;
  const mayCreate = useMay("suppliers.write");
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={t("wizard.supplier")} className="w-full max-w-sm">
        <Combobox value={value ?? null} onChange={onChange} options={all} onSearch={setText} label={t("wizard.supplier")} placeholder={t("wizard.supplier.choose")} />
      </Field>
      {mayCreate && (
        <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setNew(true)}>
          {t("wizard.supplier.new")}
        </Button>
      )}
      {suppliers.error && <ErrorState error={suppliers.error} compact onRetry={() => void suppliers.refetch()} />}
      {isNew && <NewSupplier onClose={() => setNew(false)} onMade={onChange} />}
    </div>
  );
}

const codeOf = (name: string) =>
  name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);

function NewSupplier({ onClose, onMade }: { onClose: () => void; onMade: (code: string) => void }) {
  const t = useT();
  const form = useForm({
    initial: { name: "", code: "", currency: "EUR" },
    check: ({ name, code }) => ({ name: name.trim() ? "" : t("wizard.supplier.name.missing"), code: codeOf(code || name) ? "" : t("wizard.supplier.code.missing") }),
    submit: async ({ name, code, currency }) => {
      const made = await call(api.POST("/api/v1/suppliers", { body: { name: name.trim(), code: code.trim() || codeOf(name), currency: currency.trim() || null } }));
      await changed(["suppliers"]);
      onMade(made.code);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("wizard.supplier.new")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" type="submit" form="new-supplier" busy={form.isBusy}>
            {t("wizard.supplier.create")}
          </Button>
        </>
      }
    >
      <form id="new-supplier" noValidate className="space-y-4" onSubmit={(event) => void form.send(event)}>
        {form.error && <ErrorState error={form.error} compact />}
        <Field label={t("wizard.supplier.name")} error={form.errors.name}>
          <Input {...form.input("name")} autoComplete="off" />
        </Field>
        <Field label={t("wizard.supplier.code")} hint={t("wizard.supplier.code.hint")} error={form.errors.code}>
          <Input {...form.input("code")} placeholder={codeOf(form.values.name)} autoComplete="off" className="font-mono" />
        </Field>
        <Field label={t("wizard.supplier.currency")} error={form.errors.currency}>
          <Input {...form.input("currency")} maxLength={3} autoComplete="off" className="w-24 uppercase" />
        </Field>
      </form>
    </Dialog>
  );
}
