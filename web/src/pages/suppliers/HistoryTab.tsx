import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { api, call, type Schema } from "@/api";
import { Badge, DataTable, Duration, EmptyState, LedgerBar, NoValue, Num, RelativeTime, Select, StatusBadge } from "@/components";
import { type Translate, useT } from "@/i18n";

type Import = Schema<"imports.ImportView">;
const page = getRouteApi("/app/suppliers/$code");
const statuses = ["waiting", "running", "finished", "failed", "cancelled"] as const;

export function HistoryTab({ code }: { code: string }) {
  const t = useT();
  const { status = "" } = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const list = useInfiniteQuery({
    queryKey: ["imports", "of", code, status],
    queryFn: ({ signal, pageParam }) =>
      call(api.GET("/api/v1/imports", { params: { query: { supplier: code, status: status || undefined, cursor: pageParam || undefined, limit: 100 } }, signal })),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((one) => one.items), [list.data]);
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <DataTable
      name="supplier-imports"
      label={t("suppliers.tab.history")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      isLoading={list.isPending}
      error={list.error}
      onRetry={() => void list.refetch()}
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      loadMore={() => void list.fetchNextPage()}
      onOpen={(row) => void navigate({ to: "/imports/$id", params: { id: row.id } })}
      filters={
        <Select
          className="w-44"
          aria-label={t("suppliers.history.status")}
          value={status}
          onChange={(event) => void navigate({ search: (before) => ({ ...before, status: event.target.value || undefined }), replace: true })}
        >
          <option value="">{t("suppliers.history.all")}</option>
          {statuses.map((one) => (
            <option key={one} value={one}>
              {t(`common.status.${one}`)}
            </option>
          ))}
        </Select>
      }
      card={(row) => (
        <div className="space-y-2">
          {row.ledger && <LedgerBar size="line" ledger={row.ledger} />}
          <div className="flex items-center justify-between gap-2">
            <FileLink row={row} />
            <StatusBadge status={row.status} />
          </div>
          <p className="text-13 text-muted">
            <RelativeTime at={row.created_at} />
          </p>
        </div>
      )}
      empty={<EmptyState title={t(status ? "suppliers.history.none_of_status" : "suppliers.last.none")}>{!status && t("suppliers.last.none.why")}</EmptyState>}
    />
  );
}

function FileLink({ row }: { row: Import }) {
  const t = useT();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link to="/imports/$id" params={{ id: row.id }} className="truncate">
        {row.file_name}
      </Link>
      {row.dry_run && <Badge>{t("suppliers.history.trial")}</Badge>}
    </span>
  );
}

const took = (row: Import) => (row.started_at && row.finished_at ? Date.parse(row.finished_at) - Date.parse(row.started_at) : null);

const columnsOf = (t: Translate): ColumnDef<Import>[] => [
  { id: "file", header: t("suppliers.last.file"), size: 260, cell: ({ row }) => <FileLink row={row.original} /> },
  { id: "status", header: t("suppliers.history.status"), size: 130, cell: ({ row }) => <StatusBadge status={row.original.status} /> },
  { id: "ledger", header: t("suppliers.history.ledger"), size: 220, cell: ({ row }) => (row.original.ledger ? <LedgerBar size="line" ledger={row.original.ledger} /> : <NoValue />) },
  { id: "rows", header: t("suppliers.history.rows"), size: 110, meta: { align: "right" }, cell: ({ row }) => <Num value={row.original.ledger?.rows_read} /> },
  { id: "time", header: t("suppliers.history.time"), size: 110, meta: { align: "right" }, cell: ({ row }) => <Duration ms={took(row.original)} /> },
  { id: "at", header: t("suppliers.last.when"), size: 130, cell: ({ row }) => <RelativeTime at={row.original.created_at} /> },
];
