import { useState } from "react";
import { api, call, changed } from "@/api";
import { Button, Dialog, ErrorState, Field, Input, Select, useForm } from "@/components";
import { useT } from "@/i18n";
import { type Role, roles } from "./permissions";

/** A new person: the server makes a link with which they set their own password. */
export function InviteDialog({ onClose, onInvited }: { onClose: () => void; onInvited: (email: string, token: string | null) => void }) {
  const t = useT();
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm({
    initial: { email: "", name: "", role: "user" as Role },
    check: ({ email }) => ({ email: email.includes("@") ? "" : t("settings.users.email.missing") }),
    submit: async (values) => {
      const made = await call(api.POST("/api/v1/users", { params: { header: { "Idempotency-Key": key } }, body: values }));
      await changed(["users"]);
      onInvited(made.user.email, made.reset_token ?? null);
    },
  });
  return (
    <Dialog open onClose={onClose} title={t("settings.users.invite")}>
      <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
        <Field label={t("settings.users.email")} error={form.errors.email}>
          <Input {...form.input("email")} type="email" autoComplete="off" />
        </Field>
        <Field label={t("settings.users.name")} error={form.errors.name}>
          <Input {...form.input("name")} autoComplete="off" />
        </Field>
        <Field label={t("settings.users.role")} hint={t(`settings.role.${form.values.role}.may`)} error={form.errors.role}>
          <Select {...form.input("role")}>
            {roles.map((role) => (
              <option key={role} value={role}>{t(`settings.role.${role}`)}</option>
            ))}
          </Select>
        </Field>
        {form.error && <ErrorState error={form.error} compact />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look="primary" busy={form.isBusy}>{t("settings.users.invite.action")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
