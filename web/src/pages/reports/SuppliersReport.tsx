import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMay } from "@/api";
import { Button, Card, Duration, EmptyState, ErrorState, Field, LedgerBar, Num, Select, ShortTable, SkeletonPage } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { oneOf } from "@/lib/search-texts";
import { ExportButtons } from "./ExportButtons";
import { periodOf } from "./period";
import { PeriodChoice } from "./PeriodChoice";
import { facetsQuery, type Figures, figuresQuery, successOf, supplierNamesQuery } from "./queries";

const route = getRouteApi("/app/reports");
const orders = ["trouble", "rows", "products", "name"] as const;
type Row = { code: string; name: string; products: number | undefined; figures: Figures | undefined };

/** Those with the most failures and refused rows stand first unless another order is chosen. */
function compare(order: (typeof orders)[number]) {
  const trouble = ({ figures }: Row) => (figures ? 1 - (successOf(figures) ?? 1) + figures.reject_share : -1);
  return (a: Row, b: Row) => {
    if (order === "name") return a.name.localeCompare(b.name);
    if (order === "products") return (b.products ?? 0) - (a.products ?? 0);
    if (order === "rows") return (b.figures?.rows.read ?? 0) - (a.figures?.rows.read ?? 0);
    return trouble(b) - trouble(a) || a.name.localeCompare(b.name);
  };
}

/** How good each supplier's files were. */
export function SuppliersReport() {
  const t = useT();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = periodOf(search);
  const order = oneOf(search.sort, orders, "trouble");
  const names = useQuery({ ...supplierNamesQuery, enabled: useMay("suppliers.read") });
  const facets = useQuery({ ...facetsQuery, enabled: useMay("products.read") });
  const mayExport = useMay("analytics.export");
  const report = useQuery(figuresQuery("supplier", period));
  if (report.isPending) return <SkeletonPage />;
  if (!report.data) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;

  const figures = new Map(report.data.items.map((one) => [one.key, one]));
  const products = new Map(facets.data?.facets?.suppliers.map((one) => [one.key, one.products]));
  const codes = [...new Set([...Object.keys(names.data ?? {}), ...figures.keys()])];
  const rows: Row[] = codes.map((code) => ({ code, name: names.data?.[code] || code, products: products.get(code), figures: figures.get(code) })).sort(compare(order));
  const success = ({ figures: one }: Row) => (one ? successOf(one) : undefined);
  return (
    <div className="space-y-4">
      <PeriodChoice />
      <div className="no-print flex flex-wrap items-end justify-between gap-2">
        <Field label={t("reports.sort")}>
          <Select value={order} onChange={(event) => void navigate({ search: (before) => ({ ...before, sort: event.target.value === "trouble" ? undefined : event.target.value }), replace: true })}>
            {orders.map((one) => (
              <option key={one} value={one}>{t(`reports.sort.${one}`)}</option>
            ))}
          </Select>
        </Field>
        {mayExport && <ExportButtons path="/analytics/suppliers/export" query={period} name={`suppliers-${period.from}-${period.to}`} />}
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t("reports.suppliers.empty")} actions={<Button asChild><Link to="/suppliers">{t("common.nav.suppliers")}</Link></Button>} />
      ) : (
        <Card flush>
          <ShortTable
            label={t("reports.tab.suppliers")}
            rows={rows}
            rowKey={(row) => row.code}
            minWidth="min-w-200"
            columns={[
              { key: "supplier", header: t("reports.column.supplier"), isHead: true, cell: (row) => <Link to="/suppliers/$code" params={{ code: row.code }} className="inline-block min-h-6">{row.name}</Link> },
              { key: "runs", header: t("reports.runs"), isNumber: true, cell: (row) => <Num value={row.figures?.runs ?? 0} /> },
              { key: "success", header: t("reports.success"), isNumber: true, cell: (row) => (success(row) === undefined ? "–" : format.percent(success(row) ?? 0)) },
              { key: "ledger", header: t("reports.column.ledger"), className: "min-w-48 w-1/3", cell: (row) => row.figures && <LedgerBar size="line" ledger={row.figures.rows} /> },
              { key: "rejected", header: t("reports.column.rejected"), isNumber: true, cell: (row) => (row.figures ? format.percent(row.figures.reject_share) : "–") },
              { key: "time", header: t("reports.time"), isNumber: true, cell: (row) => <Duration ms={row.figures?.duration_ms.p50} /> },
              { key: "products", header: t("reports.column.products"), isNumber: true, cell: (row) => <Num value={row.products} /> },
            ]}
          />
        </Card>
      )}
    </div>
  );
}
