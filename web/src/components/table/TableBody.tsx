import { flexRender, type Row as TableRow, type Table } from "@tanstack/react-table";
import { memo, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { RowCheckbox } from "../Toggle";
import type { useRowKeys } from "./useRowKeys";
import type { RowsInSight } from "./useRowWindow";

export interface BodyProps<Row> {
  table: Table<Row>;
  inView: RowsInSight;
  /** The rows of the table are those in sight: this is the number of its first one. */
  firstShown: number;
  layout: object;
  keys: ReturnType<typeof useRowKeys>;
  rowHeight: number;
  /** What one row was drawn with serves for the next: only where a row keeps nothing of its own. */
  isPlain?: boolean;
  selected?: ReadonlySet<string>;
  toggle?: (key: string) => void;
  onOpen?: (row: Row) => void;
  onHover?: (row: Row) => void;
}

/** A click on a link or button inside a row is meant for it, not for the row. */
export function isOwnClick(target: EventTarget) {
  return (target as HTMLElement).closest("a, button, input, label, select, [role=checkbox]") === null && window.getSelection()?.isCollapsed !== false;
}

/** Of the column with the boxes: w-10. */
const selectWidth = 40;

interface Handlers<Row> {
  toggle?: (key: string) => void;
  onOpen?: (row: Row) => void;
  onHover?: (row: Row) => void;
  setActive: (index: number) => void;
}

export function TableBody<Row>({ table, inView, firstShown, layout, keys, rowHeight, isPlain, selected, toggle, onOpen, onHover }: BodyProps<Row>) {
  const rows = table.getRowModel().rows;
  const hover = useHoverIntent(onHover);
  const handlers = useRef<Handlers<Row>>({ setActive: keys.setActive });
  useEffect(() => {
    handlers.current = { toggle, onOpen, onHover: hover, setActive: keys.setActive };
  });
  return (
    // Widths are given, not found out from the content: rows are laid out each for itself.
    <div role="rowgroup" className="relative min-w-full" style={{ height: inView.totalSize, width: table.getTotalSize() + (toggle ? selectWidth : 0) }}>
      {inView.items.map((item) => {
        const row = rows[item.index - firstShown];
        if (!row) return null;
        return (
          <BodyRow
            key={isPlain ? item.slot : row.id}
            row={row as TableRow<unknown>}
            index={item.index}
            start={item.start}
            height={rowHeight}
            layout={layout}
            isActive={item.index === keys.active}
            isSelected={selected?.has(row.id) ?? false}
            maySelect={toggle !== undefined}
            mayOpen={onOpen !== undefined}
            handlers={handlers as RefObject<Handlers<unknown>>}
          />
        );
      })}
    </div>
  );
}

/** Rows that only pass below the pointer while the list scrolls are not meant. */
function useHoverIntent<Row>(onHover: ((row: Row) => void) | undefined) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (row: Row) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onHover?.(row), 80);
  };
}

/** The focus was on a row that has scrolled away: the list takes it, so that keys still move from there. */
function useFocusOfRow(element: RefObject<HTMLElement | null>, id: string) {
  const shown = useRef(id);
  useLayoutEffect(() => {
    if (shown.current === id) return;
    shown.current = id;
    if (element.current?.contains(document.activeElement)) element.current.closest<HTMLElement>("[role=table]")?.focus({ preventScroll: true });
  }, [element, id]);
}

interface RowProps {
  row: TableRow<unknown>;
  index: number;
  start: number;
  height: number;
  layout: object;
  isActive: boolean;
  isSelected: boolean;
  maySelect: boolean;
  mayOpen: boolean;
  handlers: RefObject<Handlers<unknown>>;
}

/** A row that stays in sight while others scroll by is not drawn again. */
const BodyRow = memo(DrawnRow, (before, after) => {
  const { row: old, ...rest } = before;
  return old.original === after.row.original && Object.entries(rest).every(([name, value]) => after[name as keyof RowProps] === value);
});

function DrawnRow({ row, index, start, height, isActive, isSelected, maySelect, mayOpen, handlers }: RowProps) {
  const t = useT();
  const element = useRef<HTMLDivElement>(null);
  useFocusOfRow(element, row.id);
  return (
    // Keys are handled once, by the list around it.
    <div
      ref={element}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={maySelect ? isSelected : undefined}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && handlers.current.setActive(index)}
      onMouseEnter={() => handlers.current.onHover?.(row.original)}
      onClick={(event) => isOwnClick(event.target) && handlers.current.onOpen?.(row.original)}
      className={cx(
        "absolute inset-x-0 flex items-center contain-strict border-b border-border -outline-offset-2 hover:bg-raised",
        isSelected && "bg-accent-soft",
        mayOpen && "cursor-pointer",
      )}
      style={{ height, transform: `translateY(${start}px)` }}
    >
      {maySelect && (
        <div role="cell" className="flex w-10 shrink-0 items-center px-3">
          <RowCheckbox label={t("common.table.select_row")} checked={isSelected} onChange={() => handlers.current.toggle?.(row.id)} />
        </div>
      )}
      {row.getVisibleCells().map((cell) => (
        <div
          key={cell.id}
          role="cell"
          className={cx(
            "tabular shrink-0 grow truncate px-3",
            (cell.column.columnDef.meta as { align?: string } | undefined)?.align === "right" && "text-right",
          )}
          style={{ width: cell.column.getSize(), flexBasis: cell.column.getSize() }}
        >
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </div>
      ))}
    </div>
  );
}
