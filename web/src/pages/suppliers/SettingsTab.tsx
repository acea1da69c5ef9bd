import { useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, call, changed, type Schema, useMay } from "@/api";
import { Button, Card, ConfirmDialog, DateTime, ErrorState, Facts, Field, Input, NoPermission, toast, useForm } from "@/components";
import { useT } from "@/i18n";
import { numbersQuery, schedulesQuery, sourceOf, sourcesQuery } from "./queries";

type Supplier = Schema<"suppliers.SupplierView">;

export function SettingsTab({ supplier, etag }: { supplier: Supplier; etag: string }) {
  const mayWrite = useMay("suppliers.write");
  const mayDelete = useMay("suppliers.delete");
  if (!mayWrite && !mayDelete) return <NoPermission />;
  return (
    <div className="max-w-3xl space-y-4">
      {mayWrite && <Fields supplier={supplier} etag={etag} />}
      {mayDelete && <Deletion supplier={supplier} />}
    </div>
  );
}

function Fields({ supplier, etag }: { supplier: Supplier; etag: string }) {
  const t = useT();
  const form = useForm({
    initial: { name: supplier.name, priority: String(supplier.priority), currency: supplier.currency },
    check: ({ priority }) => ({ priority: /^-?\d+$/.test(priority.trim()) ? "" : t("suppliers.settings.priority.wrong") }),
    submit: async ({ name, priority, currency }) => {
      const saved = await call(
        api.PATCH("/api/v1/suppliers/{code}", {
          params: { path: { code: supplier.code } },
          body: { name: name.trim(), priority: Number(priority), currency: currency.trim().toUpperCase() },
          headers: { "If-Match": etag },
        }),
      );
      await changed(["suppliers"], ["products"]);
      toast.done(t("suppliers.settings.saved", { name: saved.name }));
    },
  });
  const isChanged = form.values.name !== supplier.name || form.values.priority !== String(supplier.priority) || form.values.currency !== supplier.currency;
  return (
    <Card title={t("suppliers.tab.settings")}>
      <form noValidate className="space-y-4" onSubmit={(event) => void form.send(event)}>
        <Field label={t("suppliers.form.name")} error={form.errors.name}>
          <Input {...form.input("name")} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("suppliers.settings.priority")} hint={t("suppliers.settings.priority.hint")} error={form.errors.priority}>
            <Input {...form.input("priority")} inputMode="numeric" />
          </Field>
          <Field label={t("suppliers.form.currency")} hint={t("suppliers.form.currency.hint")} error={form.errors.currency}>
            <Input {...form.input("currency")} maxLength={3} className="uppercase" />
          </Field>
        </div>
        <Facts items={[[t("suppliers.form.code"), <code key="code" className="font-mono text-13">{supplier.code}</code>], [t("suppliers.settings.since"), <DateTime key="since" at={supplier.created_at} />]]} />
        {form.error?.wasChangedElsewhere ? (
          <div role="alert" className="flex flex-wrap items-center gap-3 rounded bg-quarantined-soft p-3">
            <p className="flex-1">{t("suppliers.conflict")}</p>
            <Button size="small" onClick={() => void changed(["suppliers"])}>{t("suppliers.conflict.reload")}</Button>
          </div>
        ) : (
          form.error && <ErrorState error={form.error} compact />
        )}
        <Button look="primary" type="submit" busy={form.isBusy} disabled={!isChanged}>{t("suppliers.save")}</Button>
      </form>
    </Card>
  );
}

/** Says what goes with it before anything does. */
function Deletion({ supplier }: { supplier: Supplier }) {
  const t = useT();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const numbers = useQuery(numbersQuery(supplier.code)).data;
  const sources = useQuery(sourcesQuery(supplier.code)).data;
  const schedules = useQuery({ ...schedulesQuery, enabled: useMay("imports.read") }).data;
  const planned = schedules?.filter((one) => sources?.some((source) => source.id === sourceOf(one))).length ?? 0;
  const offers = numbers ? numbers.active_offers + numbers.withdrawn_offers : 0;
  const touched = numbers && [
    t("suppliers.remove.sources", { count: sources?.length ?? 0 }),
    t("suppliers.remove.schedules", { count: planned }),
    t("suppliers.remove.imports", { count: numbers.imports }),
  ];
  return (
    <Card title={t("suppliers.remove.title")}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-xl text-muted">{offers > 0 ? t("suppliers.remove.has_offers", { count: offers }) : t("suppliers.remove.why")}</p>
        <Button look="danger" disabled={!numbers || offers > 0} onClick={() => setOpen(true)}>{t("suppliers.remove.button")}</Button>
      </div>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t("suppliers.remove.question", { name: supplier.name })}
        action={t("suppliers.remove.action", { name: supplier.name })}
        typeToConfirm={supplier.code}
        danger
        onConfirm={async () => {
          await call(api.DELETE("/api/v1/suppliers/{code}", { params: { path: { code: supplier.code } } }));
          await navigate({ to: "/suppliers" });
          await changed(["suppliers"], ["sources"], ["schedules"], ["products"], ["offers"]);
          toast.done(t("suppliers.remove.done", { name: supplier.name }));
        }}
      >
        <p>{t("suppliers.remove.effect")}</p>
        <ul className="list-disc space-y-1 pl-5">{touched?.map((line) => <li key={line}>{line}</li>)}</ul>
      </ConfirmDialog>
    </Card>
  );
}
