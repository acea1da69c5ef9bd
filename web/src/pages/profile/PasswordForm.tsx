import { api, call, changed } from "@/api";
import { Button, Card, ErrorState, Field, PasswordInput, toast, useForm } from "@/components";
import { useT } from "@/i18n";

export function PasswordForm() {
  const t = useT();
  const form = useForm({
    initial: { old_password: "", new_password: "" },
    check: (values) => ({
      old_password: values.old_password ? "" : t("profile.password.old_missing"),
      new_password: values.new_password.length >= 12 ? "" : t("auth.password.short"),
    }),
    submit: async (values) => {
      await call(api.POST("/api/v1/auth/password", { body: values }));
      form.reset();
      toast.done(t("profile.password.done"));
      await changed(["sessions"]);
    },
  });
  return (
    <Card title={t("profile.password")}>
      <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
        <Field label={t("profile.password.old")} error={form.errors.old_password}>
          <PasswordInput {...form.input("old_password")} autoComplete="current-password" />
        </Field>
        <Field label={t("profile.password.new")} hint={t("auth.password.rule")} error={form.errors.new_password}>
          <PasswordInput {...form.input("new_password")} autoComplete="new-password" />
        </Field>
        {form.error && <ErrorState error={form.error} compact />}
        <Button type="submit" busy={form.isBusy}>{t("profile.password.save")}</Button>
      </form>
    </Card>
  );
}
