import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, call, changed, useUser } from "@/api";
import { Button, ConfirmDialog, Dialog, ErrorState, Field, Input, Select, SkeletonRows, tellFailure, toast, useForm } from "@/components";
import { useT } from "@/i18n";
import { roles } from "./permissions";
import { type User, userQuery } from "./queries";
import { ResetLink } from "./ResetLink";
import { UserRights } from "./UserRights";
import { UserSessions } from "./UserSessions";

/** One person: name, role, exceptions, logins, and what ends an account. */
export function UserDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT();
  const user = useQuery(userQuery(id));
  return (
    <Dialog open onClose={onClose} title={user.data?.data.name || user.data?.data.email || t("settings.tab.users")} wide>
      {user.isPending && <SkeletonRows count={8} />}
      {user.error && !user.data && <ErrorState error={user.error} onRetry={() => void user.refetch()} />}
      {user.data && (
        <div className="space-y-6">
          <Account key={`account ${user.data.data.version}`} user={user.data.data} etag={user.data.etag} />
          <UserRights key={`rights ${user.data.data.version}`} user={user.data.data} etag={user.data.etag} />
          <UserSessions id={id} />
          <Endings user={user.data.data} etag={user.data.etag} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

function Account({ user, etag }: { user: User; etag: string }) {
  const t = useT();
  const form = useForm({
    initial: { name: user.name, email: user.email, role: user.role },
    submit: async (values) => {
      await call(api.PATCH("/api/v1/users/{id}", { params: { path: { id: user.id } }, headers: { "If-Match": etag }, body: values }));
      toast.done(t("settings.kept", { name: values.name || values.email }));
      await changed(["users"]);
    },
  });
  const isChanged = form.values.name !== user.name || form.values.email !== user.email || form.values.role !== user.role;
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.send(event)}>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t("settings.users.name")} error={form.errors.name}>
          <Input {...form.input("name")} autoComplete="off" />
        </Field>
        <Field label={t("settings.users.email")} error={form.errors.email}>
          <Input {...form.input("email")} type="email" autoComplete="off" />
        </Field>
        <Field label={t("settings.users.role")} hint={t(`settings.role.${form.values.role}.may`)} error={form.errors.role}>
          <Select {...form.input("role")}>
            {roles.map((role) => (
              <option key={role} value={role}>{t(`settings.role.${role}`)}</option>
            ))}
          </Select>
        </Field>
      </div>
      {form.error && <ErrorState error={form.error} compact onRetry={form.error.wasChangedElsewhere ? () => void changed(["users"]) : undefined} />}
      {isChanged && <Button type="submit" look="primary" busy={form.isBusy}>{t("settings.save")}</Button>}
    </form>
  );
}

function Endings({ user, etag, onClose }: { user: User; etag: string; onClose: () => void }) {
  const t = useT();
  const self = useUser();
  const [asking, setAsking] = useState<"disable" | "delete" | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const path = { params: { path: { id: user.id } } };
  const headers = { "If-Match": etag };
  const name = user.name || user.email;
  const turn = async () => {
    await call(api.PATCH("/api/v1/users/{id}", { ...path, headers, body: { disabled: !user.disabled } }));
    await changed(["users"]);
  };
  const issue = async () => {
    try {
      setToken((await call(api.POST("/api/v1/users/{id}/password-reset", path))).token ?? null);
    } catch (error) {
      tellFailure(error);
    }
  };
  const remove = async () => {
    await call(api.DELETE("/api/v1/users/{id}", { ...path, headers }));
    await changed(["users"], ["api-keys"]);
    onClose();
  };
  return (
    <section className="space-y-3 border-t border-border pt-4">
      <h3>{t("settings.users.access")}</h3>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void issue()}>{t("settings.users.new_link")}</Button>
        {user.id !== self.id && (
          <>
            {user.disabled ? <Button onClick={() => void turn().catch(tellFailure)}>{t("settings.users.enable")}</Button> : <Button look="danger" onClick={() => setAsking("disable")}>{t("settings.users.disable")}</Button>}
            <Button look="danger" onClick={() => setAsking("delete")}>{t("settings.users.delete")}</Button>
          </>
        )}
      </div>
      {user.id === self.id && <p className="text-13 text-muted">{t("settings.users.self")}</p>}
      <ConfirmDialog open={asking === "disable"} onClose={() => setAsking(null)} title={t("settings.users.disable")} action={t("settings.users.disable")} onConfirm={turn} danger>
        <p>{t("settings.users.disable.will", { name })}</p>
      </ConfirmDialog>
      <ConfirmDialog open={asking === "delete"} onClose={() => setAsking(null)} title={t("settings.users.delete")} action={t("settings.users.delete")} onConfirm={remove} danger typeToConfirm={user.email}>
        <p>{t("settings.users.delete.will", { name })}</p>
      </ConfirmDialog>
      {token && <ResetLink email={user.email} token={token} onClose={() => setToken(null)} />}
    </section>
  );
}
