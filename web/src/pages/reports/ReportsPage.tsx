import { getRouteApi } from "@tanstack/react-router";
import { Printer } from "lucide-react";
import { useMay } from "@/api";
import { Button, NoPermission, PageHeader, Tabs } from "@/components";
import { useT } from "@/i18n";
import { oneOf } from "@/lib/search-texts";
import { ImportsReport } from "./ImportsReport";
import { ProductsReport } from "./ProductsReport";
import { SuppliersReport } from "./SuppliersReport";

const route = getRouteApi("/app/reports");
const tabs = ["imports", "suppliers", "products"] as const;

export function ReportsPage() {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayRead = useMay("analytics.read");
  const mayProducts = useMay("products.read");
  if (!mayRead) {
    return (
      <>
        <PageHeader title={t("reports.title")} />
        <NoPermission />
      </>
    );
  }
  const contents = { imports: <ImportsReport />, suppliers: <SuppliersReport />, products: mayProducts ? <ProductsReport /> : <NoPermission /> };
  const tab = oneOf(search.tab, tabs, "imports");
  return (
    <>
      <PageHeader
        title={t("reports.title")}
        answer={t(`reports.answer.${tab}`)}
        actions={<Button icon={<Printer aria-hidden className="size-4" />} onClick={() => window.print()}>{t("reports.print")}</Button>}
      />
      {/* On paper the page's own heading is left out with the rest of the frame. */}
      <p className="mb-2 hidden text-20 font-semibold print:block">{t(`reports.tab.${tab}`)}</p>
      <div className="print:[&_[role=tablist]]:hidden">
        <Tabs
          label={t("reports.title")}
          value={tab}
          onChange={(next) => void navigate({ search: (before) => ({ from: before.from, to: before.to, tab: next === "imports" ? undefined : next }) })}
          tabs={tabs.map((value) => ({ value, label: t(`reports.tab.${value}`), content: contents[value] }))}
        />
      </div>
    </>
  );
}
