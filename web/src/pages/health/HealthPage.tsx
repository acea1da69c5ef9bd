import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMay } from "@/api";
import { Card, NoPermission, PageHeader, ProcessList, Tabs } from "@/components";
import { useT } from "@/i18n";
import { oneOf } from "@/lib/search-texts";
import { Backups } from "./Backups";
import { CacheSpaces } from "./CacheSpaces";
import { Databases } from "./Databases";
import { MachineTiles } from "./MachineTiles";
import { QueueCounts } from "./QueueCounts";
import { servicesQuery } from "./queries";
import { ServiceRows } from "./ServiceRows";
import { servicesOf } from "./services";
import { Statements } from "./Statements";

const route = getRouteApi("/app/system");
const tabs = ["services", "databases", "work", "backups"] as const;

export function HealthPage() {
  const t = useT();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const maySystem = useMay("monitoring.system");
  const mayCache = useMay("cache.read");
  const mayJobs = useMay("monitoring.read");
  if (!maySystem) {
    return (
      <>
        <PageHeader title={t("health.title")} />
        <NoPermission />
      </>
    );
  }
  const contents = {
    services: (
      <div className="space-y-4">
        <ServiceRows />
        <MachineTiles />
      </div>
    ),
    databases: (
      <div className="space-y-4">
        <Databases />
        {mayCache && <CacheSpaces />}
        <Statements />
      </div>
    ),
    backups: mayJobs ? <Backups /> : <NoPermission />,
    work: mayJobs ? (
      <div className="space-y-4">
        <Card title={t("common.process.title")} flush>
          <ProcessList />
        </Card>
        <QueueCounts />
      </div>
    ) : (
      <NoPermission />
    ),
  };
  return (
    <>
      <PageHeader title={t("health.title")} answer={<Answer />} />
      <Tabs
        label={t("health.title")}
        value={oneOf(tab, tabs, "services")}
        onChange={(next) => void navigate({ search: next === "services" ? {} : { tab: next } })}
        tabs={tabs.map((value) => ({ value, label: t(`health.tab.${value}`), content: contents[value] }))}
      />
    </>
  );
}

function Answer() {
  const t = useT();
  const services = useQuery(servicesQuery);
  if (!services.data) return null;
  const all = servicesOf(services.data);
  const broken = all.filter((one) => !one.isHealthy).length;
  return <span className="text-16 text-text">{broken === 0 ? t("health.answer.fine", { count: all.length }) : t("health.answer.broken", { count: broken })}</span>;
}
