import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, call, changed, useUser } from "@/api";
import { Button, Checkbox, Dialog, ErrorState, Field, Input, Select, SkeletonRows, toast, useForm } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { grouped, meaningOf } from "./permissions";
import { type ApiKey, permissionsQuery } from "./queries";

const lifetimes = [30, 90, 365] as const;

interface Props {
  apiKey?: ApiKey;
  onClose: () => void;
  onMade: (name: string, secret: string) => void;
}

/** A key's name, what it may do and how long. Nobody can give a key more than they may do themselves. */
export function ApiKeyDialog({ apiKey, onClose, onMade }: Props) {
  const t = useT();
  const format = useFormat();
  const own = useUser().permissions;
  const answer = useQuery(permissionsQuery);
  const [idempotency] = useState(() => crypto.randomUUID());
  const form = useForm({
    initial: { name: apiKey?.name ?? "", scopes: apiKey?.scopes ?? [], lifetime: apiKey ? "same" : "365" },
    check: ({ name, scopes }) => ({ name: name.trim() ? "" : t("settings.keys.name.missing"), scopes: scopes.length > 0 ? "" : t("settings.keys.scopes.missing") }),
    submit: async ({ name, scopes, lifetime }) => {
      const days = Number(lifetime);
      const expires_at = days > 0 ? new Date(Date.now() + days * 86_400_000).toISOString() : undefined;
      if (apiKey) {
        await call(api.PATCH("/api/v1/api-keys/{id}", { params: { path: { id: apiKey.id } }, body: { name, scopes, expires_at } }));
        toast.done(t("settings.kept", { name }));
      } else {
        const made = await call(api.POST("/api/v1/api-keys", { params: { header: { "Idempotency-Key": idempotency } }, body: { name, scopes, expires_at } }));
        onMade(name, made.secret);
      }
      await changed(["api-keys"]);
      onClose();
    },
  });
  const { scopes } = form.values;
  const turn = (names: readonly string[], isOn: boolean) => form.set("scopes", isOn ? [...new Set([...scopes, ...names])] : scopes.filter((one) => !names.includes(one)));
  const offered = answer.data?.permissions.filter((one) => own.includes(one.name) || scopes.includes(one.name)) ?? [];
  return (
    <Dialog open onClose={onClose} title={apiKey ? t("settings.keys.edit_named", { name: apiKey.name }) : t("settings.keys.create")} wide>
      <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("settings.keys.name")} hint={t("settings.keys.name.hint")} error={form.errors.name}>
            <Input {...form.input("name")} autoComplete="off" />
          </Field>
          <Field label={t("settings.keys.expires")} error={form.errors.expires_at}>
            <Select {...form.input("lifetime")}>
              {apiKey && <option value="same">{apiKey.expires_at ? format.dateTime(apiKey.expires_at) : t("settings.keys.never")}</option>}
              {lifetimes.map((days) => (
                <option key={days} value={days}>{t("settings.keys.in_days", { count: days })}</option>
              ))}
              {!apiKey && <option value="0">{t("settings.keys.never")}</option>}
            </Select>
          </Field>
        </div>
        <section>
          <h3>{t("settings.keys.scopes")}</h3>
          <p className="mb-2 text-13 text-muted">{t("settings.keys.scopes.why")}</p>
          {form.errors.scopes && <p role="alert" className="mb-2 text-13 text-failed">{form.errors.scopes}</p>}
          {answer.isPending && <SkeletonRows count={6} />}
          {answer.error && !answer.data && <ErrorState error={answer.error} compact onRetry={() => void answer.refetch()} />}
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            {grouped(offered, t).map((group) => {
              const names = group.permissions.map((one) => one.name);
              const chosen = names.filter((one) => scopes.includes(one)).length;
              return (
                <fieldset key={group.area}>
                  <legend className="mb-1 font-medium">
                    <Checkbox label={group.label} checked={chosen === names.length ? true : chosen > 0 ? "indeterminate" : false} onChange={(isOn) => turn(names, isOn === true)} />
                  </legend>
                  <div className="space-y-1 pl-6">
                    {group.permissions.map((permission) => (
                      <div key={permission.name}>
                        <Checkbox label={meaningOf(permission, t)} checked={scopes.includes(permission.name)} onChange={(isOn) => turn([permission.name], isOn === true)} />
                      </div>
                    ))}
                  </div>
                </fieldset>
              );
            })}
          </div>
        </section>
        {form.error && <ErrorState error={form.error} compact />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look="primary" busy={form.isBusy}>{t(apiKey ? "settings.save" : "settings.keys.create.action")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
