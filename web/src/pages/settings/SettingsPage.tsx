import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useUser } from "@/api";
import { PageHeader, Tabs } from "@/components";
import { useT } from "@/i18n";
import { oneOf } from "@/lib/search-texts";
import { ApiKeys } from "./ApiKeys";
import { Audit } from "./Audit";
import { Environment } from "./Environment";
import { Roles } from "./Roles";
import { NotificationRules, RunTimeSettings } from "./RunTimeSettings";
import { Users } from "./Users";
import { Webhooks } from "./Webhooks";

const route = getRouteApi("/app/settings");
const tabs = ["general", "rules", "users", "roles", "keys", "webhooks", "environment", "audit"] as const;
type SettingsTab = (typeof tabs)[number];

/** What each part asks for; the others are for everybody. */
const needs: Partial<Record<SettingsTab, string>> = {
  general: "admin.settings",
  rules: "admin.settings",
  users: "admin.users",
  webhooks: "admin.settings",
  environment: "admin.settings",
  audit: "admin.logs",
};
const contents: Record<SettingsTab, () => ReactNode> = {
  general: () => <RunTimeSettings />,
  rules: () => <NotificationRules />,
  users: () => <Users />,
  roles: () => <Roles />,
  keys: () => <ApiKeys />,
  webhooks: () => <Webhooks />,
  environment: () => <Environment />,
  audit: () => <Audit />,
};

export function SettingsPage() {
  const t = useT();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { permissions } = useUser();
  const allowed = tabs.filter((one) => !needs[one] || permissions.includes(needs[one]));
  const current = oneOf(tab, allowed, allowed[0] ?? "roles");
  return (
    <>
      <PageHeader title={t("settings.title")} answer={t(`settings.answer.${current}`)} />
      <Tabs
        label={t("settings.title")}
        value={current}
        onChange={(next) => void navigate({ search: next === allowed[0] ? {} : { tab: next } })}
        tabs={allowed.map((value) => ({ value, label: t(`settings.tab.${value}`), content: value === current ? contents[value]() : null }))}
      />
    </>
  );
}
