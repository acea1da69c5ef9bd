import { useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { api, call } from "@/api";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { Badge, type Tone } from "../Badge";
import { Button } from "../Button";
import { EmptyState } from "../states";
import { DataTable } from "../table/DataTable";
import { Diff } from "../Text";
import { type ChangeFilter, changeFilters, type ChangeLine, linesFor } from "./changes";
import { FieldValue } from "./FieldValue";
import { isField } from "./fields";

const pageSize = 500;

interface Props {
  importId: string;
  filter: ChangeFilter;
  onFilter: (filter: ChangeFilter) => void;
  /** How many offers each filter finds, as far as that is known. */
  counts: Partial<Record<ChangeFilter, number>>;
  empty: ReactNode;
}

/** What an import changed or a check would change, field by field. */
export function ChangeList({ importId, filter, onFilter, counts, empty }: Props) {
  const t = useT();
  const format = useFormat();
  const query = useInfiniteQuery({
    queryKey: ["imports", importId, "diff", filter],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET("/api/v1/imports/{id}/diff", { params: { path: { id: importId }, query: { limit: pageSize, cursor: pageParam, show: filter === "all" ? undefined : filter } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: Infinity,
  });
  const changes = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const lines = useMemo(() => changes?.flatMap((change) => linesFor(change, filter)), [changes, filter]);
  const columns = useMemo(() => columnsOf(t), [t]);

  if (filter === "all" && changes?.length === 0) return <>{empty}</>;
  const loaded = changes?.length ?? 0;
  const total = Math.max(counts[filter] ?? 0, loaded);
  return (
    <div className="space-y-3">
      <div role="group" aria-label={t("imports.changes.filters")} className="flex flex-wrap gap-2">
        {changeFilters.map((one) => (
          <Button key={one} size="small" aria-pressed={one === filter} className={cx(one === filter && "!border-accent bg-accent-soft")} onClick={() => onFilter(one)}>
            {t(`imports.filter.${one}`)}
            {counts[one] !== undefined && <span className="tabular text-muted">{format.number(counts[one])}</span>}
          </Button>
        ))}
      </div>
      <DataTable
        name="import-changes"
        label={t("imports.changes.label")}
        columns={columns}
        rows={lines}
        rowKey={(line) => line.key}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        isLoadingMore={query.isFetchingNextPage}
        loadMore={() => void query.fetchNextPage()}
        height="32rem"
        filters={
          <span className="px-1 text-13 text-muted">
            {t("imports.changes.seen", { count: loaded, total })}
            {changes && !query.hasNextPage && loaded < total && ` ${t("imports.changes.sample")}`}
          </span>
        }
        empty={<EmptyState compact title={t("imports.changes.none_here")} />}
        card={(line) => <ChangeCard line={line} />}
      />
    </div>
  );
}

const kindTones: Record<string, Tone> = { created: "created", updated: "updated", withdrawn: "withdrawn", revived: "created" };

function Kind({ kind }: { kind: string }) {
  const t = useT();
  const known = (["created", "updated", "withdrawn", "revived"] as const).find((one) => one === kind);
  return <Badge tone={kindTones[kind] ?? "unchanged"}>{known ? t(`imports.kind.${known}`) : kind}</Badge>;
}

function FieldLabel({ line }: { line: ChangeLine }) {
  const t = useT();
  if (line.field === "") return <Kind kind={line.change.kind} />;
  return <>{isField(line.field) ? t(`imports.field.${line.field}`) : line.field}</>;
}

/** Of an offer that comes or goes, what people look at first. */
function WholeOffer({ line }: { line: ChangeLine }) {
  const t = useT();
  const values = ((line.after ?? line.before) as Record<string, unknown> | null) ?? {};
  const currency = typeof values.currency === "string" ? values.currency : undefined;
  const told = (["retail_price", "purchase_price", "stock", "gtin"] as const).filter((field) => values[field] !== undefined);
  return (
    <span className="tabular">
      {told.map((field, index) => (
        <span key={field}>
          {index > 0 && " · "}
          <span className="text-muted">{t(`imports.field.${field}`)}</span> <FieldValue field={field} value={values[field]} currency={currency} />
        </span>
      ))}
    </span>
  );
}

function Values({ line }: { line: ChangeLine }) {
  if (line.field === "") return <WholeOffer line={line} />;
  return <Diff before={<FieldValue field={line.field} value={line.before} />} after={<FieldValue field={line.field} value={line.after} />} />;
}

/** In the table each side is cut to what one line holds. */
function OneLine({ line }: { line: ChangeLine }) {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const whole = line.field === "" ? "" : [text(line.before), text(line.after)].filter(Boolean).join(" → ");
  return (
    <div title={whole || undefined} className="[&>span]:flex [&>span]:flex-nowrap [&_del]:min-w-0 [&_del]:truncate [&_ins]:min-w-0 [&_ins]:truncate [&_svg]:shrink-0">
      {line.field === "" ? <div className="truncate"><WholeOffer line={line} /></div> : <Values line={line} />}
    </div>
  );
}

function columnsOf(t: ReturnType<typeof useT>): ColumnDef<ChangeLine>[] {
  return [
    { id: "name", header: t("imports.changes.product"), size: 300, cell: ({ row: { original } }) => original.change.name || original.change.sku },
    { id: "sku", header: t("imports.field.sku"), size: 140, cell: ({ row: { original } }) => <code className="font-mono text-13">{original.change.sku}</code> },
    { id: "field", header: t("imports.changes.field"), size: 150, cell: ({ row: { original } }) => <FieldLabel line={original} /> },
    { id: "values", header: t("imports.changes.values"), size: 420, cell: ({ row: { original } }) => <OneLine line={original} /> },
    {
      id: "row",
      header: t("imports.row"),
      size: 90,
      meta: { align: "right" },
      cell: ({ row: { original } }) => (original.change.row > 0 ? original.change.row : null),
    },
  ];
}

function ChangeCard({ line }: { line: ChangeLine }) {
  return (
    <div className="space-y-1">
      <p className="font-medium">{line.change.name || line.change.sku}</p>
      <p className="text-13 text-muted">
        <FieldLabel line={line} />
      </p>
      <p className="break-words">
        <Values line={line} />
      </p>
    </div>
  );
}
