import { useT } from "@/i18n";
import { SecretShown } from "./SecretShown";

/** The address with which a person sets a password, to be passed on. */
export function ResetLink({ email, token, onClose }: { email: string; token: string; onClose: () => void }) {
  const t = useT();
  return <SecretShown title={t("settings.users.link")} hint={t("settings.users.link.hint", { email })} value={`${location.origin}/reset-password#token=${token}`} onClose={onClose} />;
}
