import { flexRender, type Header, type Table } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

export function TableHead<Row>({ table, selectAll }: { table: Table<Row>; selectAll?: ReactNode }) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 w-max min-w-full border-b border-border bg-raised">
      {table.getHeaderGroups().map((group) => (
        <div key={group.id} role="row" aria-rowindex={1} className="flex h-9 items-center">
          {selectAll && (
            <div role="columnheader" className="w-10 shrink-0 px-3">
              {selectAll}
            </div>
          )}
          {group.headers.map((header) => (
            <HeadCell key={header.id} header={header} />
          ))}
        </div>
      ))}
    </div>
  );
}

function HeadCell<Row>({ header }: { header: Header<Row, unknown> }) {
  const t = useT();
  const { column } = header;
  const sorted = column.getIsSorted();
  const isRight = (column.columnDef.meta as { align?: string } | undefined)?.align === "right";
  const title = flexRender(column.columnDef.header, header.getContext());
  const Arrow = sorted === "desc" ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
      className={cx("relative shrink-0 grow px-3 text-13 font-medium text-muted", isRight && "text-right")}
      style={{ width: column.getSize(), flexBasis: column.getSize() }}
    >
      {column.getCanSort() ? (
        <button type="button" className="inline-flex min-h-6 max-w-full items-center gap-1 hover:text-text" onClick={column.getToggleSortingHandler()}>
          <span className="truncate">{title}</span>
          {sorted && <Arrow aria-hidden className="size-3.5 shrink-0" />}
        </button>
      ) : (
        <span className="block truncate">{title}</span>
      )}
      {column.getCanResize() && (
        // Dragged by pointer, moved by arrow keys: a separator with a value is a control.
        <div
          role="separator"
          aria-orientation="vertical"
          aria-label={t("common.table.resize")}
          aria-valuenow={Math.round(column.getSize())}
          aria-valuemin={64}
          aria-valuemax={800}
          tabIndex={0}
          onMouseDown={header.getResizeHandler()}
          onTouchStart={header.getResizeHandler()}
          onDoubleClick={() => column.resetSize()}
          onKeyDown={(event) => {
            const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            const size = Math.max(64, Math.min(800, column.getSize() + step));
            header.getContext().table.setColumnSizing((widths) => ({ ...widths, [column.id]: size }));
          }}
          className="absolute top-1/2 right-0 h-5 w-2 -translate-y-1/2 cursor-col-resize touch-none border-r border-border-strong/50 hover:border-accent"
        />
      )}
    </div>
  );
}
