import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { queryClient, useMay } from "@/api";
import { Button, DataTable, EmptyState, NoPermission, PageHeader } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { useImportEnds } from "@/lib/useImportEnds";
import { BulkActions } from "./BulkActions";
import { hiddenAtFirst, productColumns, ProductCard } from "./columns";
import { ExportMenu } from "./ExportMenu";
import { FacetPanel } from "./FacetPanel";
import { FilterBar } from "./FilterBar";
import { activeFilters, type ProductFilters, queryOf } from "./filters";
import { listQuery, productQuery, refreshLists } from "./productList";
import { useIsWide } from "./useIsWide";

const page = getRouteApi("/app/products");

export function ProductsPage() {
  const t = useT();
  const mayRead = useMay("products.read");
  return mayRead ? (
    <ProductList />
  ) : (
    <>
      <PageHeader title={t("products.title")} />
      <NoPermission />
    </>
  );
}

function ProductList() {
  const t = useT();
  const filters = page.useSearch();
  const navigate = useNavigate({ from: "/products" });
  const isWide = useIsWide();
  const mayBulk = useMay("products.bulk");
  const list = useInfiniteQuery(listQuery(filters));
  const rows = useMemo(() => list.data?.pages.flatMap((one) => one.items), [list.data]);
  const columns = useMemo(() => productColumns(t), [t]);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [hasNews, setNews] = useState(false);
  // Rows do not move under the hand of somebody who reads them: newer ones are offered.
  useImportEnds(() => setNews(true));

  const show = useCallback(
    (next: ProductFilters) => {
      setSelected(new Set());
      void navigate({ search: queryOf(next), replace: true });
    },
    [navigate],
  );
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const first = list.data?.pages[0];
  const isNarrowed = activeFilters(filters).length > 0 || Boolean(filters.search);
  const sort = filters.sort;
  return (
    <>
      <PageHeader title={t("products.title")} answer={<Answer total={first?.total} isMore={first?.more_than_total} isNarrowed={isNarrowed} corrected={first?.corrected_text} />} actions={<ExportMenu filters={filters} />} />
      {hasNews && (
        <p role="status" className="mb-3 flex flex-wrap items-center gap-3 rounded bg-updated-soft px-3 py-2">
          {t("products.news")}
          <Button
            size="small"
            onClick={() => {
              setNews(false);
              void refreshLists();
              void queryClient.invalidateQueries({ queryKey: ["products"] });
            }}
          >
            {t("products.news.show")}
          </Button>
        </p>
      )}
      <div className="flex items-start gap-4">
        {isWide && (
          <aside aria-label={t("products.filters")} className="w-60 shrink-0">
            <FacetPanel filters={filters} onChange={show} />
          </aside>
        )}
        <div className="min-w-0 flex-1">
          <DataTable
            name="products"
            label={t("products.title")}
            columns={columns}
            hiddenAtFirst={hiddenAtFirst}
            hasPlainRows
            rows={rows}
            rowKey={(row) => row.id ?? ""}
            total={first?.total ?? undefined}
            isMore={first?.more_than_total}
            isLoading={list.isPending}
            error={list.error}
            onRetry={() => void list.refetch()}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            loadMore={loadMore}
            sorting={sort ? [{ id: sort.replace("-", ""), desc: sort.startsWith("-") }] : []}
            onSortingChange={([one]) => show({ ...filters, sort: one ? `${one.desc ? "-" : ""}${one.id}` : undefined })}
            onOpen={(row) => row.id && void navigate({ to: "/products/$id", params: { id: row.id } })}
            onHover={(row) => row.id && void queryClient.prefetchQuery(productQuery(row.id))}
            selected={mayBulk ? selected : undefined}
            onSelect={mayBulk ? setSelected : undefined}
            filters={<FilterBar filters={filters} onChange={show} showsPanel={!isWide} isSearching={list.isPlaceholderData} />}
            bulkActions={<BulkActions selected={selected} rows={rows ?? []} onDone={() => setSelected(new Set())} />}
            card={(row) => <ProductCard product={row} />}
            empty={isNarrowed ? <NothingFound onClear={() => show({})} /> : <NothingYet />}
          />
        </div>
      </div>
    </>
  );
}

function Answer({ total, isMore, isNarrowed, corrected }: { total: number | null | undefined; isMore: boolean | undefined; isNarrowed: boolean; corrected: string | null | undefined }) {
  const t = useT();
  const format = useFormat();
  if (total === undefined || total === null) return null;
  const count = isMore ? t("products.more_than", { shown: format.number(total) }) : t(isNarrowed ? "products.found" : "products.answer", { count: total });
  return <>{[count, corrected && t("products.corrected", { text: corrected })].filter(Boolean).join(" · ")}</>;
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useT();
  return (
    <EmptyState title={t("products.none_found")} actions={<Button onClick={onClear}>{t("products.filters.clear")}</Button>}>
      {t("products.none_found.why")}
    </EmptyState>
  );
}

function NothingYet() {
  const t = useT();
  const mayStart = useMay("imports.start");
  return (
    <EmptyState
      title={t("products.empty")}
      actions={
        mayStart && (
          <Button look="primary" asChild>
            <Link to="/imports/new">
              <Upload aria-hidden className="size-4" />
              {t("products.empty.import")}
            </Link>
          </Button>
        )
      }
    >
      {t("products.empty.why")}
    </EmptyState>
  );
}
