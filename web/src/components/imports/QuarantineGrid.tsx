import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, Download } from "lucide-react";
import { useMemo, useState } from "react";
import { api, call, changed, download, sendFile, useMay } from "@/api";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { Button } from "../Button";
import { EmptyState, ErrorState } from "../states";
import { tellFailure } from "../tellFailure";
import { DataTable } from "../table/DataTable";
import { toast } from "../toast";
import { corrected, correctionFile, keepCorrections, readCorrections } from "./corrections";
import { type Import, type KeptRow, reportQuery } from "./data";
import { Cell, columnsOf, CorrectionContext, WhatIsWrong, wrongColumns } from "./QuarantineCells";

/** The rows that wait to be corrected: change cells in place, then import the corrected rows. Those of a check are only shown. */
export function QuarantineGrid({ run, columnOf, onStarted }: { run: Import; columnOf?: (field: string) => string[]; onStarted: (id: string) => void }) {
  const t = useT();
  const format = useFormat();
  const mayStart = useMay("imports.start") && !run.dry_run;
  const [corrections, setCorrections] = useState(() => readCorrections(run.id));
  const report = useQuery(reportQuery(run.id));
  const query = useInfiniteQuery({
    queryKey: ["imports", run.id, "quarantine"],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET("/api/v1/imports/{id}/errors", { params: { path: { id: run.id }, query: { severity: "reject", limit: 200, after: pageParam } }, signal })),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next_after ?? undefined,
    staleTime: Infinity,
  });
  const columns = useMemo(() => report.data?.detected.columns ?? [], [report.data]);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const edit = (row: KeptRow, column: number, text: string) => {
    setCorrections((before) => {
      const next = corrected(before, row, column, columns.length, text);
      keepCorrections(run.id, next);
      return next;
    });
  };
  const count = Object.keys(corrections).length;
  const refused = run.ledger?.quarantined ?? 0;
  const isSample = rows !== undefined && rows.length > 0 && !query.hasNextPage && rows.length < refused;
  const send = useMutation({
    mutationFn: async () => {
      const address = new URLSearchParams({ supplier: run.supplier, file_name: run.file_name, mode: "partial" });
      return sendFile<Import>(`/api/v1/imports?${address}`, correctionFile(columns, corrections));
    },
    onSuccess: async (started) => {
      keepCorrections(run.id, {});
      setCorrections({});
      toast.done(t("imports.fix.started", { count }));
      await changed(["imports"]);
      onStarted(started.id);
    },
  });
  const wrong = [...new Set(rows?.flatMap((row) => wrongColumns(row, columnOf)))].filter((name) => columns.includes(name)).sort().join("\n");
  const table = useMemo(() => columnsOf(t, columns, wrong.split("\n")), [t, columns, wrong]);

  return (
    <CorrectionContext value={{ corrections, edit, columnOf, isFixed: !mayStart }}>
      <div className="space-y-3">
        <p className="text-muted">
          {t(run.dry_run ? "imports.fix.lead.check" : "imports.fix.lead")}
          {isSample && ` ${t("imports.fix.sample", { count: rows.length })}`}
        </p>
        {send.error && <ErrorState error={send.error} compact />}
        <DataTable
          name={`quarantine.${run.supplier}`}
          label={t("imports.fix.label")}
          columns={table}
          rows={rows}
          rowKey={(row) => String(row.row)}
          total={run.ledger?.quarantined}
          isLoading={query.isPending || report.isPending}
          error={query.error ?? report.error}
          onRetry={() => void Promise.all([query.refetch(), report.refetch()])}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          loadMore={() => void query.fetchNextPage()}
          height="32rem"
          filters={
            <>
              {!run.dry_run && (
                <Button look="primary" size="small" disabled={count === 0 || !mayStart} busy={send.isPending} onClick={() => send.mutate()}>
                  {t("imports.fix.send", { count })}
                </Button>
              )}
              <Button size="small" icon={<Download aria-hidden className="size-4" />} onClick={() => void download(`/api/v1/imports/${run.id}/quarantine`, `quarantine-${run.id}.csv`).catch(tellFailure)}>
                {t("imports.fix.download")}
              </Button>
              {count > 0 && <span className="text-13 text-muted">{t("imports.fix.kept", { count: format.number(count) })}</span>}
            </>
          }
          empty={<EmptyState compact icon={<CircleCheck aria-hidden className="size-5 text-created" />} title={t(run.dry_run && refused > 0 ? "imports.fix.not_kept" : "imports.fix.none")} />}
          card={(row) => (
            <div className="space-y-2">
              <WhatIsWrong row={row} />
              <CardCells row={row} columns={columns.filter((name) => wrongColumns(row, columnOf).includes(name))} all={columns} />
              <details>
                <summary className="min-h-6 text-13 text-accent">{t("imports.fix.others")}</summary>
                <CardCells row={row} columns={columns.filter((name) => !wrongColumns(row, columnOf).includes(name))} all={columns} />
              </details>
            </div>
          )}
        />
      </div>
    </CorrectionContext>
  );
}

/** Cells of a row under each other, for a thumb. */
function CardCells({ row, columns, all }: { row: KeptRow; columns: readonly string[]; all: readonly string[] }) {
  return columns.map((name) => (
    <label key={name} className="block text-13">
      <span className="text-muted">{name}</span>
      <Cell row={row} name={name} column={all.indexOf(name)} />
    </label>
  ));
}
