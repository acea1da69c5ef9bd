import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

export interface DrawnItem {
  index: number;
  /** Pixels from the top of the body. */
  start: number;
  /** The same for a row that comes as one that goes: it may be drawn with what was there. */
  slot: number;
}

/** What is drawn of a long list, and where. */
export interface RowsInSight {
  items: readonly DrawnItem[];
  totalSize: number;
  show: (index: number) => void;
  /** Given to each row whose height comes from its content. */
  measure?: (node: Element | null) => void;
}

interface Shape {
  count: number;
  rowHeight: number;
  /** Rows drawn before and after those in sight. */
  overscan: number;
}

interface Options extends Shape {
  scroller: RefObject<HTMLElement | null>;
}

/** In pixels. */
interface View {
  top: number;
  height: number;
}

interface Range {
  first: number;
  last: number;
}

/** The rows from and to which are in sight of a list of rows of one height, with some more at both ends. */
export function rangeInSight({ top, height }: View, { count, rowHeight, overscan }: Shape): Range {
  const first = Math.min(Math.floor(Math.max(0, top) / rowHeight), Math.max(0, count - 1));
  const last = Math.min(Math.ceil((Math.max(0, top) + height) / rowHeight), count - 1);
  return { first: Math.max(0, first - overscan), last: Math.min(count - 1, last + overscan) };
}

/** Where to scroll to, so that a row is whole in sight below the head: unchanged when it is. */
export function topToShow(index: number, rowHeight: number, view: View & { head: number }) {
  const start = index * rowHeight;
  const end = start + rowHeight + view.head - view.height;
  return start < view.top ? start : Math.max(end, view.top);
}

/** The rows to draw. As many slots as can be drawn at once are used in turn, so no two rows of a moment have the same. */
export function itemsInSight(view: View, options: Shape): DrawnItem[] {
  const { rowHeight, overscan } = options;
  const { first, last } = rangeInSight(view, options);
  const slots = Math.ceil(view.height / rowHeight) + 2 * overscan + 2;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => ({ index: first + at, start: (first + at) * rowHeight, slot: (first + at) % slots }));
}

/**
 * The rows in sight of a list whose rows have one height: found by a division, so a page more costs the same whether a
 * hundred or a million are there.
 */
export function useRowWindow({ count, rowHeight, overscan, scroller }: Options): RowsInSight {
  const [view, setView] = useState<View>({ top: 0, height: 0 });
  const isThere = count > 0;
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!isThere || !node) return;
    const rangeOf = (seen: View) => rangeInSight(seen, { count, rowHeight, overscan });
    const look = () =>
      setView((old) => {
        const next = { top: node.scrollTop, height: node.clientHeight };
        const [before, after] = [rangeOf(old), rangeOf(next)];
        return before.first === after.first && before.last === after.last ? old : next;
      });
    // In the same frame: otherwise what scrolls into sight is blank for a moment.
    const onScroll = () => flushSync(look);
    const resized = new ResizeObserver(look);
    look();
    resized.observe(node);
    node.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      resized.disconnect();
      node.removeEventListener("scroll", onScroll);
    };
  }, [isThere, count, rowHeight, overscan, scroller]);

  const show = useCallback(
    (index: number) => {
      const node = scroller.current;
      // The head stays at the top of what is in sight and takes its part of it.
      const head = node?.firstElementChild?.clientHeight ?? 0;
      if (node) node.scrollTop = topToShow(index, rowHeight, { top: node.scrollTop, height: node.clientHeight, head });
    },
    [scroller, rowHeight],
  );
  return { items: itemsInSight(view, { count, rowHeight, overscan }), totalSize: count * rowHeight, show };
}
