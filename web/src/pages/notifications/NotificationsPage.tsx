import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CheckCheck } from "lucide-react";
import { Button, PageHeader, Tabs } from "@/components";
import { useT } from "@/i18n";
import { oneOf } from "@/lib/search-texts";
import { useNewsActions } from "./actions";
import { NewsList } from "./NewsList";
import { Preferences } from "./Preferences";
import { unreadQuery } from "./queries";

const route = getRouteApi("/app/notifications");
const tabs = ["news", "preferences"] as const;

export function NotificationsPage() {
  const t = useT();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const unread = useQuery(unreadQuery);
  const actions = useNewsActions();
  const count = unread.data?.unread;
  return (
    <>
      <PageHeader
        title={t("notifications.title")}
        answer={count === undefined ? null : <span className="text-16 text-text">{t("notifications.answer", { count })}</span>}
        actions={Boolean(count) && <Button icon={<CheckCheck aria-hidden className="size-4" />} onClick={actions.readAll}>{t("notifications.read_all")}</Button>}
      />
      <Tabs
        label={t("notifications.title")}
        value={oneOf(tab, tabs, "news")}
        onChange={(next) => void navigate({ search: next === "news" ? {} : { tab: next } })}
        tabs={[
          { value: "news", label: t("notifications.tab.news"), count: count || undefined, content: <NewsList /> },
          { value: "preferences", label: t("notifications.tab.preferences"), content: <Preferences /> },
        ]}
      />
    </>
  );
}
