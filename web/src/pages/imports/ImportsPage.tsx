import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { Upload } from "lucide-react";
import { useMemo, useState } from "react";
import { api, call, queryClient, useLive, useMay } from "@/api";
import { Badge, Button, DataTable, Duration, EmptyState, LedgerBar, NoPermission, Num, PageHeader, ProblemLine, RelativeTime, Select, StatusBadge } from "@/components";
import { type Import, importQuery, isOver, type Progress } from "@/components/imports";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { importStatuses } from "./routes";

const route = getRouteApi("/app/imports");
const pageSize = 100;

export function ImportsPage() {
  const t = useT();
  const navigate = useNavigate();
  const mayRead = useMay("imports.read");
  const mayStart = useMay("imports.start");
  const filters = route.useSearch();
  const query = useInfiniteQuery({
    queryKey: ["imports", "list", filters],
    queryFn: ({ pageParam, signal }) => call(api.GET("/api/v1/imports", { params: { query: { ...filters, limit: pageSize, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: mayRead,
  });
  const moving = useMoving();
  const rows = useMemo(
    () => query.data?.pages.flatMap((page) => page.items).map((run) => (isOver(run.status) || !moving[run.id] ? run : { ...run, status: moving[run.id]!.status, progress: moving[run.id]! })),
    [query.data, moving],
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const set = (next: Partial<typeof filters>) => void navigate({ to: "/imports", search: { ...filters, ...next }, replace: true });
  const isFiltered = filters.supplier !== undefined || filters.status !== undefined;
  const running = rows?.filter((run) => !isOver(run.status)).length ?? 0;

  return (
    <>
      <PageHeader
        title={t("imports.title")}
        answer={rows && rows.length > 0 ? <Answer rows={rows} running={running} /> : undefined}
        actions={mayStart && (isFiltered || (rows?.length ?? 0) > 0) && <NewImport />}
      />
      {!mayRead ? (
        <NoPermission />
      ) : (
        <DataTable
          name="imports"
          label={t("imports.title")}
          columns={columns}
          rows={rows}
          rowKey={(run) => run.id}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          loadMore={() => void query.fetchNextPage()}
          onOpen={(run) => void navigate({ to: "/imports/$id", params: { id: run.id } })}
          onHover={(run) => void queryClient.prefetchQuery(importQuery(run.id))}
          filters={<Filters filters={filters} set={set} />}
          empty={
            isFiltered ? (
              <EmptyState title={t("imports.none_match")} actions={<Button onClick={() => set({ supplier: undefined, status: undefined })}>{t("imports.all")}</Button>} />
            ) : (
              <EmptyState title={t("imports.empty")} actions={mayStart && (isFiltered || (rows?.length ?? 0) > 0) && <NewImport />}>
                {t("imports.empty.why")}
              </EmptyState>
            )
          }
          card={(run) => <ImportCard run={run} />}
        />
      )}
    </>
  );
}

type Moving = Record<string, Progress>;

/** Imports under way, as their events arrive; when one begins or ends the list is read anew. */
function useMoving() {
  const [moving, setMoving] = useState<Moving>({});
  useLive(["imports.*"], ({ events, snapshot }) => {
    const states = events.map((event) => event.data as Progress);
    setMoving((before) => ({ ...before, ...Object.fromEntries(states.filter((one) => one.phase).map((one) => [one.id, one])) }));
    if (snapshot || states.some((one) => !one.phase)) void queryClient.invalidateQueries({ queryKey: ["imports", "list"] });
  });
  return moving;
}

function Answer({ rows, running }: { rows: readonly Import[]; running: number }) {
  const t = useT();
  const failed = rows.filter((run) => run.status === "failed" && Date.now() - Date.parse(run.created_at) < 86_400_000).length;
  const parts = [running > 0 && t("imports.answer.running", { count: running }), failed > 0 && t("imports.answer.failed", { count: failed })].filter(Boolean);
  return <>{parts.length > 0 ? parts.join(" ") : t("imports.answer.quiet")}</>;
}

function NewImport() {
  const t = useT();
  return (
    <Button look="primary" asChild>
      <Link to="/imports/new">
        <Upload aria-hidden className="size-4" />
        {t("imports.new")}
      </Link>
    </Button>
  );
}

interface Search {
  supplier?: string;
  status?: (typeof importStatuses)[number];
}

function Filters({ filters, set }: { filters: Search; set: (next: Search) => void }) {
  const t = useT();
  const suppliers = useQuery({
    queryKey: ["suppliers", "names"],
    queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers", { params: { query: { limit: 200 } }, signal })),
    enabled: useMay("suppliers.read"),
  });
  const names = suppliers.data?.items.map((one) => one.code) ?? [];
  const all = filters.supplier && !names.includes(filters.supplier) ? [filters.supplier, ...names] : names;
  return (
    <>
      <Select className="w-44" aria-label={t("imports.supplier")} value={filters.supplier ?? ""} onChange={(event) => set({ supplier: event.target.value || undefined })}>
        <option value="">{t("imports.filter.any_supplier")}</option>
        {all.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </Select>
      <Select className="w-40" aria-label={t("imports.status")} value={filters.status ?? ""} onChange={(event) => set({ status: importStatuses.find((one) => one === event.target.value) })}>
        <option value="">{t("imports.filter.any_status")}</option>
        {importStatuses.map((status) => (
          <option key={status} value={status}>
            {t(`common.status.${status}`)}
          </option>
        ))}
      </Select>
    </>
  );
}

const tookOf = (run: Import) => (run.started_at && run.finished_at ? Date.parse(run.finished_at) - Date.parse(run.started_at) : null);

function Name({ run }: { run: Import }) {
  const t = useT();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link to="/imports/$id" params={{ id: run.id }} className="truncate font-medium">
        {run.file_name || run.id}
      </Link>
      {run.dry_run && <Badge>{t("imports.check")}</Badge>}
    </span>
  );
}

/** The ledger, or how far it is. */
function Standing({ run }: { run: Import }) {
  const t = useT();
  const format = useFormat();
  const progress = run.progress as Progress | null;
  if (run.ledger) return <LedgerBar size="line" ledger={run.ledger} />;
  if (run.problem) return <ProblemLine problem={run.problem} className="block truncate text-13 text-failed" />;
  if (isOver(run.status) || !progress) return null;
  const share = progress.total ? format.percent(progress.done / progress.total) : format.number(progress.done);
  return (
    <span className="text-13 text-muted">
      {t(`imports.phase.${progress.phase}`)} {progress.unit === "rows" || progress.total ? share : null}
      {progress.rate > 0 && progress.unit === "rows" && ` · ${format.rate(progress.rate)}`}
    </span>
  );
}

function columnsOf(t: ReturnType<typeof useT>): ColumnDef<Import>[] {
  return [
    { id: "status", header: t("imports.status"), size: 120, cell: ({ row: { original } }) => <StatusBadge status={original.status} /> },
    { id: "file", header: t("imports.file"), size: 220, cell: ({ row: { original } }) => <Name run={original} /> },
    { id: "supplier", header: t("imports.supplier"), size: 130, cell: ({ row: { original } }) => original.supplier },
    { id: "ledger", header: t("imports.ledger"), size: 210, cell: ({ row: { original } }) => <Standing run={original} /> },
    { id: "rows", header: t("imports.rows"), size: 90, meta: { align: "right" }, cell: ({ row: { original } }) => <Num value={original.ledger?.rows_read} /> },
    { id: "to_correct", header: t("imports.to_correct"), size: 105, meta: { align: "right" }, cell: ({ row: { original } }) => <Num value={original.ledger?.quarantined} /> },
    { id: "took", header: t("imports.took"), size: 90, meta: { align: "right" }, cell: ({ row: { original } }) => <Duration ms={tookOf(original)} /> },
    { id: "when", header: t("imports.when"), size: 130, cell: ({ row: { original } }) => <RelativeTime at={original.finished_at ?? original.created_at} /> },
  ];
}

function ImportCard({ run }: { run: Import }) {
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <StatusBadge status={run.status} />
        <span className="text-13 text-muted">
          <RelativeTime at={run.finished_at ?? run.created_at} />
        </span>
      </div>
      {run.ledger ? <LedgerBar size="short" ledger={run.ledger} /> : <Standing run={run} />}
      <Name run={run} />
      <p className="text-13 text-muted">{run.supplier}</p>
    </div>
  );
}
