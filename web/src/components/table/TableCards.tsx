import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Checkbox } from "../Toggle";
import { type BodyProps, isOwnClick } from "./TableBody";

/** The same list for a thumb: one card a row, as high as its content. */
export function TableCards<Row>({ table, inView, firstShown, keys, selected, toggle, onOpen, card }: BodyProps<Row> & { card: (row: Row) => ReactNode }) {
  const t = useT();
  const rows = table.getRowModel().rows;
  return (
    <div className="relative" role="presentation" style={{ height: inView.totalSize }}>
      {inView.items.map((item) => {
        const row = rows[item.index - firstShown];
        if (!row) return null;
        return (
          // Keys are handled once, by the list around it.
          <div
            key={row.id}
            ref={inView.measure}
            role="listitem"
            data-index={item.index}
            tabIndex={item.index === keys.active ? 0 : -1}
            onClick={(event) => isOwnClick(event.target) && onOpen?.(row.original)}
            className={cx("absolute inset-x-0 flex gap-3 border-b border-border p-3 -outline-offset-2", selected?.has(row.id) && "bg-accent-soft")}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {toggle && <Checkbox label={t("common.table.select_row")} labelHidden checked={selected?.has(row.id) ?? false} onChange={() => toggle(row.id)} />}
            <div className="min-w-0 flex-1">{card(row.original)}</div>
          </div>
        );
      })}
    </div>
  );
}
