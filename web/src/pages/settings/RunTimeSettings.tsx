import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, callWithTag } from "@/api";
import { Button, Card, ErrorState, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { SettingRow } from "./SettingRow";

/** Those that decide when people are told; all others are general. */
const ruleNames = new Set(["low_stock_threshold", "reject_share_warning", "stale_feed_days"]);

export function RunTimeSettings() {
  return <SettingList isShown={(name) => !ruleNames.has(name)} />;
}

export function NotificationRules() {
  const t = useT();
  return (
    <div className="space-y-4">
      <SettingList isShown={(name) => ruleNames.has(name)} />
      <Card title={t("settings.rules.who")}>
        <p className="mb-3 max-w-[80ch] text-muted">{t("settings.rules.who.text")}</p>
        <Button asChild>
          <Link to="/notifications" search={{ tab: "preferences" }}>{t("settings.rules.own")}</Link>
        </Button>
      </Card>
    </div>
  );
}

function SettingList({ isShown }: { isShown: (name: string) => boolean }) {
  const settings = useQuery({ queryKey: ["settings"], queryFn: ({ signal }) => callWithTag(api.GET("/api/v1/settings", { signal })) });
  if (settings.isPending) return <Card><SkeletonRows count={9} /></Card>;
  if (!settings.data) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  const { data, etag } = settings.data;
  return (
    <Card flush>
      <ul className="divide-y divide-border">
        {data.items.filter((one) => isShown(one.name)).map((one) => (
          // A value changed elsewhere begins the row anew.
          <SettingRow key={`${one.name} ${one.value}`} setting={one} etag={etag} />
        ))}
      </ul>
    </Card>
  );
}
