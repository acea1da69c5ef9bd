import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call, changed, type Schema } from "@/api";
import { Card, ErrorState, Field, Select, ShortTable, SkeletonRows, Switch, tellFailure } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { preferencesQuery } from "./queries";
import { kindName } from "./texts";

type Patch = Schema<"notifications.PreferencesPatch">;
const delays = [1, 5, 10, 30, 60, 240, 1440];

/** How one is told: by kind in the app and by mail, how often a mail comes, and its language. Each change is kept at once. */
export function Preferences() {
  const t = useT();
  const format = useFormat();
  const client = useQueryClient();
  const preferences = useQuery(preferencesQuery);
  if (preferences.isPending) return <Card><SkeletonRows count={8} /></Card>;
  if (!preferences.data) return <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />;
  const { kinds, digest_minutes: minutes, language } = preferences.data;

  const keep = async (patch: Patch) => {
    const before = preferences.data;
    client.setQueryData(preferencesQuery.queryKey, {
      ...before,
      digest_minutes: patch.digest_minutes ?? before.digest_minutes,
      language: patch.language ?? before.language,
      kinds: before.kinds.map((one) => ({ ...one, in_app: patch.kinds?.[one.kind]?.in_app ?? one.in_app, email: patch.kinds?.[one.kind]?.email ?? one.email })),
    });
    try {
      await call(api.PATCH("/api/v1/notifications/preferences", { body: patch }));
    } catch (error) {
      client.setQueryData(preferencesQuery.queryKey, before);
      tellFailure(error, t("notifications.preferences.not_kept"));
    }
    await changed(["notifications", "preferences"]);
  };
  const choice = (channel: "in_app" | "email") => (one: (typeof kinds)[number]) => (
    <Switch
      labelHidden
      label={t(channel === "in_app" ? "notifications.preferences.in_app_of" : "notifications.preferences.email_of", { kind: kindName(one.kind, t) })}
      checked={one[channel]}
      onChange={(next) => void keep({ kinds: { [one.kind]: { [channel]: next === true } } })}
    />
  );
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[2fr_1fr]">
      <Card title={t("notifications.preferences.kinds")} flush>
        <ShortTable
          label={t("notifications.preferences.kinds")}
          rows={kinds}
          rowKey={(one) => one.kind}
          minWidth=""
          columns={[
            { key: "kind", header: t("notifications.column.title"), isHead: true, cell: (one) => kindName(one.kind, t) },
            { key: "in_app", header: t("notifications.preferences.in_app"), cell: choice("in_app") },
            { key: "email", header: t("notifications.preferences.email"), cell: choice("email") },
          ]}
        />
      </Card>
      <Card title={t("notifications.preferences.mails")}>
        <div className="space-y-4">
          <Field label={t("notifications.preferences.digest")} hint={t("notifications.preferences.digest.why")}>
            <Select value={minutes} onChange={(event) => void keep({ digest_minutes: Number(event.target.value) })}>
              {[...new Set([...delays, minutes])].sort((a, b) => a - b).map((one) => (
                <option key={one} value={one}>{format.duration(one * 60_000)}</option>
              ))}
            </Select>
          </Field>
          <Field label={t("notifications.preferences.language")}>
            <Select value={language} onChange={(event) => void keep({ language: event.target.value })}>
              <option value="en">English</option>
              <option value="fr">Français</option>
            </Select>
          </Field>
        </div>
      </Card>
    </div>
  );
}
