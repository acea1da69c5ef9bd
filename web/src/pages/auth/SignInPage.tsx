import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useSession } from "@/api/hooks";
import { session } from "@/api";
import { Button, ErrorState, Field, Input, PasswordInput, useForm } from "@/components";
import { useT } from "@/i18n";
import { AuthFrame } from "./AuthFrame";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const t = useT();
  const router = useRouter();
  const { next } = route.useSearch();
  const state = useSession();
  const form = useForm({
    initial: { email: "", password: "" },
    check: ({ email, password }) => ({
      email: email.trim() ? "" : t("auth.email.missing"),
      password: password ? "" : t("auth.password.missing"),
    }),
    submit: async ({ email, password }) => {
      await session.signIn(email.trim(), password);
      router.history.push(next ?? "/");
    },
  });
  const hasExpired = state.kind === "signed-out" && state.expired;
  return (
    <AuthFrame title={t("auth.sign_in")} lead={hasExpired ? t("auth.expired") : t("auth.lead")}>
      <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
        <Field label={t("auth.email")} error={form.errors.email}>
          <Input {...form.input("email")} type="email" autoComplete="username" inputMode="email" />
        </Field>
        <Field label={t("auth.password")} error={form.errors.password}>
          <PasswordInput {...form.input("password")} autoComplete="current-password" />
        </Field>
        {form.error && <ErrorState error={form.error} compact />}
        <Button type="submit" look="primary" busy={form.isBusy} className="w-full">
          {t("auth.sign_in")}
        </Button>
        <p className="text-13">
          <Link to="/forgotten-password">{t("auth.forgotten.link")}</Link>
        </p>
      </form>
    </AuthFrame>
  );
}
