import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMay } from "@/api";
import { Button, Card, EmptyState, ErrorState, Field, Num, Select, ShortTable, SkeletonPage, Stat } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { oneOf } from "@/lib/search-texts";
import { ExportButtons } from "./ExportButtons";
import { countQuery, facetsQuery } from "./queries";

const route = getRouteApi("/app/reports");
const groups = ["supplier", "brand", "category"] as const;
const facetOf = { supplier: "suppliers", brand: "brands", category: "categories" } as const;

/** How many products there are, what they lack, and whose they are. */
export function ProductsReport() {
  const t = useT();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayExport = useMay("products.export");
  const by = oneOf(search.by, groups, "supplier");
  const facets = useQuery(facetsQuery);
  if (facets.isPending) return <SkeletonPage />;
  if (!facets.data) return <ErrorState error={facets.error} onRetry={() => void facets.refetch()} />;
  const total = facets.data.total ?? 0;
  if (total === 0) {
    return <EmptyState title={t("reports.products.empty")} actions={<Button asChild><Link to="/imports/new">{t("common.nav.new_import")}</Link></Button>}>{t("reports.products.empty.why")}</EmptyState>;
  }
  const rows = facets.data.facets?.[facetOf[by]] ?? [];
  return (
    <div className="space-y-4">
      <div className="grid grid-cols-2 gap-4 xl:grid-cols-4">
        <Stat label={t("reports.column.products")} value={<>{facets.data.more_than_total && "≥ "}{format.number(total)}</>} />
        <Lacking filter={{ has_gtin: false }} label={t("reports.products.no_gtin")} />
        <Lacking filter={{ in_stock: false, withdrawn: false }} label={t("reports.products.no_stock")} />
        <Lacking filter={{ withdrawn: true }} label={t("reports.products.withdrawn")} />
      </div>
      <div className="no-print flex flex-wrap items-end justify-between gap-2">
        <Field label={t("reports.by")}>
          <Select value={by} onChange={(event) => void navigate({ search: (before) => ({ ...before, by: event.target.value === "supplier" ? undefined : event.target.value }), replace: true })}>
            {groups.map((one) => (
              <option key={one} value={one}>{t(`reports.by.${one}`)}</option>
            ))}
          </Select>
        </Field>
        {mayExport && <ExportButtons path="/products/counts/export" query={{ by }} name={`products-by-${by}`} />}
      </div>
      <Card title={t("reports.products.by", { count: rows.length })} flush>
        {rows.length === 0 ? (
          <EmptyState title={t("reports.products.none_by")} />
        ) : (
          <ShortTable
            label={t("reports.tab.products")}
            rows={rows}
            rowKey={(row) => row.key}
            minWidth=""
            columns={[
              { key: "name", header: t(`reports.by.${by}`), isHead: true, className: "break-words", cell: (row) => <Link to="/products" search={{ [by]: row.key }} className="inline-block min-h-6">{row.name || row.key}</Link> },
              { key: "share", header: t("reports.column.share"), className: "w-1/3 max-sm:hidden", cell: (row) => <Share of={row.products / total} /> },
              { key: "products", header: t("reports.column.products"), isNumber: true, cell: (row) => <Num value={row.products} /> },
            ]}
          />
        )}
      </Card>
    </div>
  );
}

function Share({ of }: { of: number }): ReactNode {
  const format = useFormat();
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden className="h-2 flex-1 overflow-hidden rounded-sm bg-raised">
        <span className="block h-full bg-accent" style={{ width: `${Math.min(1, of) * 100}%` }} />
      </span>
      <span className="tabular w-14 text-right">{format.percent(of)}</span>
    </span>
  );
}

function Lacking({ filter, label }: { filter: { has_gtin?: boolean; in_stock?: boolean; withdrawn?: boolean }; label: string }) {
  const format = useFormat();
  const count = useQuery(countQuery(filter));
  const value = count.data ? `${count.data.isMore ? "≥ " : ""}${format.number(count.data.total)}` : "–";
  return <Stat label={label} value={value} />;
}
