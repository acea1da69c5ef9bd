import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, call } from "@/api";
import { Button, ErrorState, Field, Input, useForm } from "@/components";
import { useT } from "@/i18n";
import { AuthFrame } from "./AuthFrame";

export function ForgottenPage() {
  const t = useT();
  const [isSent, setSent] = useState(false);
  const form = useForm({
    initial: { email: "" },
    check: ({ email }) => ({ email: email.trim() ? "" : t("auth.email.missing") }),
    submit: async ({ email }) => {
      await call(api.POST("/api/v1/auth/password-reset", { body: { email: email.trim() } }));
      setSent(true);
    },
  });
  return (
    <AuthFrame title={t("auth.forgotten.title")} lead={t(isSent ? "auth.forgotten.sent" : "auth.forgotten.lead")}>
      {!isSent && (
        <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
          <Field label={t("auth.email")} error={form.errors.email}>
            <Input {...form.input("email")} type="email" autoComplete="username" inputMode="email" />
          </Field>
          {form.error && <ErrorState error={form.error} compact />}
          <Button type="submit" look="primary" busy={form.isBusy} className="w-full">
            {t("auth.forgotten.send")}
          </Button>
        </form>
      )}
      <p className="mt-4 text-13">
        <Link to="/sign-in">{t("auth.back")}</Link>
      </p>
    </AuthFrame>
  );
}
