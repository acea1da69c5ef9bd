import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";
import type { RowsInSight } from "./useRowWindow";

interface Options {
  count: number;
  /** What a card has before it was measured. */
  rowHeight: number;
  overscan: number;
  scroller: RefObject<HTMLElement | null>;
}

/** The cards in sight of a list whose cards are as high as their content: each is measured once it is drawn. */
export function useCardWindow({ count, rowHeight, overscan, scroller }: Options): RowsInSight {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    // No getItemKey: a new one at each drawing has the places of all cards found anew, which a million do not survive.
  });
  return {
    items: virtual.getVirtualItems().map(({ index, start }) => ({ index, start, slot: index })),
    totalSize: virtual.getTotalSize(),
    show: (index) => virtual.scrollToIndex(index, { align: "auto" }),
    measure: virtual.measureElement,
  };
}
