import { useUser } from "@/api";
import { Badge, Card, Facts, PageHeader } from "@/components";
import { useT } from "@/i18n";
import { Appearance } from "./Appearance";
import { PasswordForm } from "./PasswordForm";
import { Sessions } from "./Sessions";

const roles = ["admin", "manager", "user", "api_client"] as const;

export function ProfilePage() {
  const t = useT();
  const user = useUser();
  const role = roles.find((one) => one === user.role);
  return (
    <>
      <PageHeader title={t("profile.title")} answer={user.email} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Card title={t("profile.account")}>
          <Facts
            items={[
              [t("profile.name"), user.name || user.email],
              [t("profile.email"), user.email],
              [t("profile.role"), <Badge key="role">{role ? t(`profile.role.${role}`) : user.role}</Badge>],
            ]}
          />
          <p className="mt-3 text-13 text-muted">{t("profile.account.hint")}</p>
        </Card>
        <Appearance />
        <PasswordForm />
        <Sessions />
      </div>
    </>
  );
}
