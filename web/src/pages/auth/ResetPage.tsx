import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, call } from "@/api";
import { Button, ErrorState, Field, PasswordInput, useForm } from "@/components";
import { useT } from "@/i18n";
import { AuthFrame } from "./AuthFrame";

/** The token stands after the #, so that it reaches no server's log and no other site. */
const tokenOf = (hash: string) => new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "";

export function ResetPage() {
  const t = useT();
  const [token] = useState(() => tokenOf(location.hash));
  const [isDone, setDone] = useState(false);
  const form = useForm({
    initial: { new_password: "" },
    check: ({ new_password }) => ({ new_password: new_password.length >= 12 ? "" : t("auth.password.short") }),
    submit: async ({ new_password }) => {
      await call(api.POST("/api/v1/auth/password-reset/confirm", { body: { token, new_password } }));
      history.replaceState(history.state, "", location.pathname);
      setDone(true);
    },
  });
  const lead = isDone ? t("auth.reset.done") : token ? t("auth.reset.lead") : t("auth.reset.no_token");
  return (
    <AuthFrame title={t("auth.reset.title")} lead={lead}>
      {token && !isDone && (
        <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
          <Field label={t("auth.reset.password")} hint={t("auth.password.rule")} error={form.errors.new_password}>
            <PasswordInput {...form.input("new_password")} autoComplete="new-password" />
          </Field>
          {form.error && <ErrorState error={form.error} compact />}
          <Button type="submit" look="primary" busy={form.isBusy} className="w-full">
            {t("auth.reset.save")}
          </Button>
        </form>
      )}
      <p className="mt-4 flex justify-between gap-4 text-13">
        <Link to="/sign-in">{t("auth.back")}</Link>
        {!token && <Link to="/forgotten-password">{t("auth.reset.again")}</Link>}
      </p>
    </AuthFrame>
  );
}
