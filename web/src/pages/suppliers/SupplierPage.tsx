import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode } from "react";
import { asApiError, queryClient, useMay } from "@/api";
import { EmptyState, ErrorState, NoPermission, PageHeader, SkeletonPage, Tabs } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { useImportEnds } from "@/lib/useImportEnds";
import { HistoryTab } from "./HistoryTab";
import { MappingTab } from "./MappingTab";
import { OffersTab } from "./OffersTab";
import { Overview } from "./Overview";
import { QualityTab } from "./QualityTab";
import { numbersQuery, sourcesQuery, supplierQuery } from "./queries";
import { type SupplierTab, supplierTabs } from "./routes";
import { ScheduleTab } from "./ScheduleTab";
import { SettingsTab } from "./SettingsTab";
import { SourcesTab } from "./sources/SourcesTab";
import { HealthLine } from "./HealthLine";

const page = getRouteApi("/app/suppliers/$code");

/** What a tab needs beyond seeing the supplier. */
const needs: Partial<Record<SupplierTab, string>> = {
  schedule: "imports.read", quality: "analytics.read", offers: "products.read", history: "imports.read",
};

export function SupplierPage() {
  const t = useT();
  const { code } = page.useParams();
  const { tab = "overview" } = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const mayRead = useMay("suppliers.read");
  const supplier = useQuery({ ...supplierQuery(code), enabled: mayRead });
  const numbers = useQuery({ ...numbersQuery(code), enabled: mayRead });
  const sources = useQuery({ ...sourcesQuery(code), enabled: mayRead });
  useImportEnds(() => {
    for (const key of ["imports", "analytics", "suppliers", "sources", "offers"]) void queryClient.invalidateQueries({ queryKey: [key] });
  }, code);

  const back = { to: "/suppliers", label: t("suppliers.title") };
  const frame = (content: ReactNode) => (
    <>
      <PageHeader title={code} back={back} />
      {content}
    </>
  );
  if (!mayRead) return frame(<NoPermission />);
  if (supplier.isPending) return frame(<SkeletonPage />);
  if (!supplier.data) {
    if (asApiError(supplier.error).isMissing) return frame(<EmptyState title={t("suppliers.missing", { code })}>{t("suppliers.missing.why")}</EmptyState>);
    return frame(<ErrorState error={supplier.error} onRetry={() => void supplier.refetch()} />);
  }

  const content: Record<SupplierTab, ReactNode> = {
    overview: <Overview code={code} />,
    sources: <SourcesTab code={code} />,
    mapping: <MappingTab code={code} />,
    schedule: <ScheduleTab code={code} />,
    quality: <QualityTab code={code} />,
    offers: <OffersTab code={code} />,
    history: <HistoryTab code={code} />,
    settings: <SettingsTab key={supplier.data.etag} supplier={supplier.data.data} etag={supplier.data.etag} />,
  };
  const counts: Partial<Record<SupplierTab, number>> = { sources: sources.data?.length, offers: numbers.data?.active_offers, history: numbers.data?.imports };
  return (
    <>
      <PageHeader title={supplier.data.data.name} answer={<HealthLine code={code} />} back={back} />
      <Tabs
        label={t("suppliers.tabs")}
        value={tab}
        // The tab is what the address names; what was chosen inside another one does not come along.
        onChange={(next) => void navigate({ search: next === "overview" ? {} : { tab: next } })}
        tabs={supplierTabs.map((one) => ({
          value: one,
          label: t(`suppliers.tab.${one}`),
          count: counts[one] === undefined ? undefined : <TabCount value={counts[one]} />,
          content: one === tab && <Allowed permission={needs[one]}>{content[one]}</Allowed>,
        }))}
      />
    </>
  );
}

function TabCount({ value }: { value: number }) {
  return <>{useFormat().compact(value)}</>;
}

function Allowed({ permission, children }: { permission?: string; children: ReactNode }) {
  const may = useMay(permission ?? "suppliers.read");
  return may ? children : <NoPermission />;
}
