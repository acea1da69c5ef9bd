import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, call, changed } from "@/api";
import { Button, Dialog, ErrorState, Field, Input, toast, useForm } from "@/components";
import { useT } from "@/i18n";

export function NewSupplier({ onClose }: { onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [repeatKey] = useState(() => crypto.randomUUID());
  const form = useForm({
    initial: { code: "", name: "", currency: "EUR" },
    check: (values) => ({ code: values.code.trim() ? "" : t("suppliers.form.code.missing") }),
    submit: async ({ code, name, currency }) => {
      const made = await call(
        api.POST("/api/v1/suppliers", {
          params: { header: { "Idempotency-Key": repeatKey } },
          body: { code: code.trim(), name: name.trim() || null, currency: currency.trim().toUpperCase() || null },
        }),
      );
      await changed(["suppliers"]);
      toast.done(t("suppliers.created", { name: made.name }));
      await navigate({ to: "/suppliers/$code", params: { code: made.code }, search: { tab: "sources" } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("suppliers.new")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" type="submit" form="new-supplier" busy={form.isBusy}>
            {t("suppliers.form.create")}
          </Button>
        </>
      }
    >
      <form id="new-supplier" noValidate className="space-y-4" onSubmit={(event) => void form.send(event)}>
        <Field label={t("suppliers.form.code")} hint={t("suppliers.form.code.hint")} error={form.errors.code}>
          <Input {...form.input("code")} autoComplete="off" spellCheck={false} className="font-mono" />
        </Field>
        <Field label={t("suppliers.form.name")} hint={t("suppliers.form.name.hint")} optional={t("suppliers.optional")} error={form.errors.name}>
          <Input {...form.input("name")} autoComplete="off" />
        </Field>
        <Field label={t("suppliers.form.currency")} hint={t("suppliers.form.currency.hint")} error={form.errors.currency}>
          <Input {...form.input("currency")} maxLength={3} className="max-w-24 uppercase" />
        </Field>
        {form.error && <ErrorState error={form.error} compact />}
      </form>
    </Dialog>
  );
}
