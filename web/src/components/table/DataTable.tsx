import { type ColumnDef, getCoreRowModel, type SortingState, type Table, useReactTable } from "@tanstack/react-table";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { keepChoice, readChoice } from "@/lib/storage";
import { Checkbox } from "../Toggle";
import { SkeletonRows } from "../Skeleton";
import { ErrorState } from "../states";
import { ColumnMenu, type Density } from "./ColumnMenu";
import { TableBody } from "./TableBody";
import { TableHead } from "./TableHead";
import { TableCards } from "./TableCards";
import { useIsNarrow } from "./useIsNarrow";
import { useCardWindow } from "./useCardWindow";
import { useRowKeys } from "./useRowKeys";
import { useRowWindow } from "./useRowWindow";

export interface DataTableProps<Row> {
  /** Keeps columns, widths and density of this list: "imports". */
  name: string;
  /** Read aloud. */
  label: string;
  columns: ColumnDef<Row, never>[] | ColumnDef<Row, unknown>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  total?: number;
  /** There are more than `total` says. */
  isMore?: boolean;
  isLoading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** The next page: called when the end comes into sight. */
  hasMore?: boolean;
  isLoadingMore?: boolean;
  loadMore?: () => void;
  onOpen?: (row: Row) => void;
  onHover?: (row: Row) => void;
  sorting?: SortingState;
  onSortingChange?: (sorting: SortingState) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** Search and filters, left above the table. */
  filters?: ReactNode;
  /** What can be done with the selected rows. */
  bulkActions?: ReactNode;
  empty: ReactNode;
  /** Cells only show and link: no menu, dialog or field is open in a row. Long lists are scrolled with less work then. */
  hasPlainRows?: boolean;
  /** A row under 640 px. */
  card: (row: Row) => ReactNode;
  /** Columns that are there for those who choose them. */
  hiddenAtFirst?: readonly string[];
  /** Height of the scrolling part; by default what the window has left. */
  height?: string;
}

interface Kept {
  hidden: string[];
  widths: Record<string, number>;
  density: Density;
}
const nothing: readonly never[] = [];
/** Browsers draw nothing below some 33.5 million px: of a longer list the rows are a little lower. */
const tallest = 33_000_000;
const nothingKept: Kept = { hidden: [], widths: {}, density: "comfortable" };

/** Lists of any length: only what is in sight is drawn. Sorting and filtering are the server's. j k x Enter move, select, open. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, rows, rowKey, columns, sorting, onSortingChange, onOpen, onSelect, selected } = props;
  const t = useT();
  const format = useFormat();
  const isNarrow = useIsNarrow();
  const [kept, setKept] = useState<Kept>(() => ({ ...nothingKept, ...readChoice(`table.${name}`, { ...nothingKept, hidden: [...(props.hiddenAtFirst ?? [])] }) }));
  const keep = (next: Partial<Kept>) => {
    const all = { ...kept, ...next };
    setKept(all);
    keepChoice(`table.${name}`, all);
  };

  const toggle = (key: string) => {
    if (!onSelect) return;
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };
  const scroller = useRef<HTMLDivElement>(null);
  const list = rows ?? nothing;
  const rowHeight = isNarrow ? 96 : Math.min(kept.density === "compact" ? 32 : 40, Math.floor(tallest / Math.max(1, list.length)));
  const ofOneHeight = useRowWindow({ count: isNarrow ? 0 : list.length, rowHeight, overscan: 2, scroller });
  const cards = useCardWindow({ count: isNarrow ? list.length : 0, rowHeight, overscan: 4, scroller });
  const inView = isNarrow ? cards : ofOneHeight;
  const firstShown = inView.items[0]?.index ?? 0;
  const lastShown = inView.items.at(-1)?.index ?? 0;
  // The table knows only the rows in sight: what it makes of a row is made of forty, not of a million.
  const inSight = useMemo(() => list.slice(firstShown, lastShown + 1) as Row[], [list, firstShown, lastShown]);
  const table: Table<Row> = useReactTable<Row>({
    data: inSight,
    columns: columns as ColumnDef<Row, unknown>[],
    getRowId: rowKey,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSorting: onSortingChange !== undefined,
    columnResizeMode: "onChange",
    defaultColumn: { minSize: 64, size: 160 },
    state: {
      sorting: sorting ?? [],
      columnVisibility: Object.fromEntries(kept.hidden.map((id) => [id, false])),
      columnSizing: kept.widths,
    },
    onSortingChange: (update) => onSortingChange?.(typeof update === "function" ? update(sorting ?? []) : update),
    onColumnSizingChange: (update) => keep({ widths: typeof update === "function" ? update(kept.widths) : update }),
  });
  const { hasMore, isLoadingMore, loadMore } = props;
  useEffect(() => {
    if (hasMore && !isLoadingMore && list.length > 0 && lastShown >= list.length - 20) loadMore?.();
  }, [hasMore, isLoadingMore, loadMore, lastShown, list.length]);

  const keys = useRowKeys({
    count: list.length,
    show: inView.show,
    open: (index) => index < list.length && onOpen?.(list[index] as Row),
    select: (index) => index < list.length && toggle(rowKey(list[index] as Row)),
    scroller,
  });

  const isEmpty = !props.isLoading && !props.error && list.length === 0;
  const count = props.total ?? list.length;
  const allSelected = useMemo(() => allOf(list as readonly Row[], rowKey, selected), [list, rowKey, selected]);
  // What the look of every row hangs on, besides the row.
  const layout = useMemo(() => ({ columns, kept }), [columns, kept]);
  const parts = { table, inView, firstShown, layout, keys, rowHeight, isPlain: props.hasPlainRows, selected, toggle: onSelect ? toggle : undefined, onOpen, onHover: props.onHover };
  return (
    <div className="min-w-0 rounded border border-border bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-border p-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{props.filters}</div>
        <span className="tabular px-1 text-13 text-muted" aria-live="polite">
          {rows && t("common.table.count", { count, shown: format.number(count) + (props.isMore ? "+" : "") })}
        </span>
        {!isNarrow && <ColumnMenu table={table} hidden={kept.hidden} onHidden={(hidden) => keep({ hidden })} density={kept.density} onDensity={(density) => keep({ density })} />}
      </div>
      {selected !== undefined && selected.size > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b border-border bg-accent-soft px-3 py-1.5">
          <span className="tabular text-13 font-medium">{t("common.table.selected", { count: selected.size })}</span>
          {props.bulkActions}
          <button type="button" className="min-h-6 text-13 text-accent hover:underline" onClick={() => onSelect?.(new Set())}>
            {t("common.table.clear")}
          </button>
        </div>
      )}
      {props.isLoading && <SkeletonRows />}
      {!props.isLoading && Boolean(props.error) && list.length === 0 && <ErrorState error={props.error} onRetry={props.onRetry} />}
      {isEmpty && props.empty}
      {list.length > 0 && (
        <div
          ref={scroller}
          className="relative overflow-auto overscroll-contain"
          style={{ maxHeight: props.height ?? "calc(100dvh - 15rem)" }}
          role={isNarrow ? "list" : "table"}
          aria-rowcount={isNarrow ? undefined : hasMore ? -1 : list.length + 1}
          aria-label={props.label}
          tabIndex={0}
          onKeyDown={keys.onKeyDown}
        >
          {isNarrow ? (
            <TableCards {...parts} card={props.card} />
          ) : (
            <>
              <TableHead
                table={table}
                selectAll={
                  onSelect && (
                    <Checkbox
                      label={t("common.table.select_all")}
                      labelHidden
                      checked={allSelected}
                      onChange={(all) => onSelect(all ? new Set((list as readonly Row[]).map(rowKey)) : new Set())}
                    />
                  )
                }
              />
              <TableBody {...parts} />
            </>
          )}
          {isLoadingMore && <p className="p-3 text-13 text-muted" role="status">{t("common.table.more")}</p>}
        </div>
      )}
    </div>
  );
}

function allOf<Row>(rows: readonly Row[], rowKey: (row: Row) => string, selected: ReadonlySet<string> | undefined) {
  if (!selected || selected.size === 0) return false;
  return selected.size >= rows.length && rows.every((row) => selected.has(rowKey(row))) ? true : "indeterminate";
}
