import { getRouteApi } from "@tanstack/react-router";
import { Input, SearchInput, Select } from "@/components";
import { useT } from "@/i18n";
import type { SettingsSearch } from "./routes";
import type { User } from "./queries";

const route = getRouteApi("/app/settings");
/** How actions begin: the thing they were done to. */
const things = ["api_key", "cache", "import", "login", "mapping", "product", "queue", "schedule", "settings", "source", "supplier", "user", "webhook"] as const;

/** Who, what, to what, and when. */
export function AuditFilterFields({ users }: { users: readonly User[] }) {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (change: SettingsSearch) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <>
      {users.length > 0 && (
        <Select aria-label={t("settings.audit.actor")} className="max-w-56" value={search.actor ?? ""} onChange={(event) => narrow({ actor: event.target.value || undefined })}>
          <option value="">{t("settings.audit.anybody")}</option>
          {users.map((one) => (
            <option key={one.id} value={one.id}>{one.name || one.email}</option>
          ))}
        </Select>
      )}
      <Select aria-label={t("settings.audit.action")} className="max-w-48" value={search.action ?? ""} onChange={(event) => narrow({ action: event.target.value || undefined })}>
        <option value="">{t("settings.audit.anything")}</option>
        {things.map((one) => (
          <option key={one} value={`${one}.`}>{t(`settings.thing.${one}`)}</option>
        ))}
      </Select>
      <form
        key={search.subject ?? ""}
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ subject: String(new FormData(event.currentTarget).get("subject") ?? "").trim() || undefined });
        }}
      >
        <SearchInput name="subject" className="w-56" aria-label={t("settings.audit.subject")} placeholder={t("settings.audit.subject.example")} defaultValue={search.subject} />
      </form>
      <Input type="date" aria-label={t("settings.audit.from")} className="!w-40" value={search.from ?? ""} onChange={(event) => narrow({ from: event.target.value || undefined })} />
      <Input type="date" aria-label={t("settings.audit.until")} className="!w-40" value={search.until ?? ""} onChange={(event) => narrow({ until: event.target.value || undefined })} />
    </>
  );
}
