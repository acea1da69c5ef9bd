import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus, Upload } from "lucide-react";
import { useMemo } from "react";
import { api, call, queryClient, useMay } from "@/api";
import { Button, DataTable, EmptyState, NoPermission, PageHeader } from "@/components";
import { useT } from "@/i18n";
import { useImportEnds } from "@/lib/useImportEnds";
import { supplierColumns, SupplierCard } from "./columns";
import { NewSupplier } from "./NewSupplier";
import { numbersQuery, silentQuery, supplierQuery } from "./queries";
import { SupplierSearch } from "./SupplierSearch";
import { useFleet } from "./useFleet";

const page = getRouteApi("/app/suppliers");
const size = 100;

export function SuppliersPage() {
  const t = useT();
  const search = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers" });
  const mayRead = useMay("suppliers.read");
  const mayWrite = useMay("suppliers.write");
  const mayStart = useMay("imports.start");
  const fleet = useFleet();
  const sort = search.sort ?? "name";
  const list = useInfiniteQuery({
    queryKey: ["suppliers", "list", search.search ?? "", sort],
    queryFn: ({ signal, pageParam }) =>
      call(api.GET("/api/v1/suppliers", { params: { query: { search: search.search, sort, page: pageParam, limit: size } }, signal })),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.page * last.size < last.total ? last.page + 1 : undefined),
    placeholderData: keepPreviousData,
    enabled: mayRead,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((one) => one.items), [list.data]);
  const columns = useMemo(() => supplierColumns(t, fleet), [t, fleet]);
  useImportEnds(() => {
    for (const key of ["imports", "analytics", "suppliers"]) void queryClient.invalidateQueries({ queryKey: [key] });
  });

  const total = list.data?.pages[0]?.total;
  const openNew = (isOpen: boolean) => void navigate({ search: (before) => ({ ...before, new: isOpen || undefined }), replace: true });
  const newButton = (look: "primary" | "normal") =>
    mayWrite && (
      <Button look={look} icon={<Plus aria-hidden className="size-4" />} onClick={() => openNew(true)}>
        {t("suppliers.new")}
      </Button>
    );
  if (!mayRead) {
    return (
      <>
        <PageHeader title={t("suppliers.title")} />
        <NoPermission />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t("suppliers.title")} answer={<Answer total={total} isSearching={Boolean(search.search)} />} actions={newButton("primary")} />
      <DataTable
        name="suppliers"
        label={t("suppliers.title")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        total={total}
        isLoading={list.isPending}
        error={list.error}
        onRetry={() => void list.refetch()}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        loadMore={() => void list.fetchNextPage()}
        sorting={[{ id: sort.replace("-", ""), desc: sort.startsWith("-") }]}
        onSortingChange={([first]) =>
          void navigate({ search: (before) => ({ ...before, sort: first ? `${first.desc ? "-" : ""}${first.id}` : undefined }), replace: true })
        }
        onOpen={(row) => void navigate({ to: "/suppliers/$code", params: { code: row.code } })}
        onHover={(row) => {
          void queryClient.prefetchQuery(supplierQuery(row.code));
          void queryClient.prefetchQuery(numbersQuery(row.code));
        }}
        filters={<SupplierSearch value={search.search ?? ""} onChange={(text) => void navigate({ search: (before) => ({ ...before, search: text || undefined }), replace: true })} />}
        card={(row) => <SupplierCard supplier={row} fleet={fleet} />}
        empty={
          search.search ? (
            <EmptyState title={t("suppliers.none_found", { text: search.search })} actions={<Button onClick={() => void navigate({ search: {} })}>{t("suppliers.search.clear")}</Button>} />
          ) : (
            <EmptyState
              title={t("suppliers.empty")}
              actions={
                mayStart ? (
                  <Button look="primary" asChild>
                    <Link to="/imports/new">
                      <Upload aria-hidden className="size-4" />
                      {t("suppliers.empty.import")}
                    </Link>
                  </Button>
                ) : (
                  newButton("normal")
                )
              }
            >
              {t("suppliers.empty.why")}
            </EmptyState>
          )
        }
      />
      {search.new && mayWrite && <NewSupplier onClose={() => openNew(false)} />}
    </>
  );
}

function Answer({ total, isSearching }: { total: number | undefined; isSearching: boolean }) {
  const t = useT();
  const silent = useQuery({ ...silentQuery, enabled: useMay("analytics.read") });
  if (total === undefined || isSearching) return null;
  const late = silent.data?.items.length ?? 0;
  const parts = [t("suppliers.answer", { count: total }), late > 0 && t("suppliers.answer.silent", { count: late, days: silent.data?.after_days ?? 0 })];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}
