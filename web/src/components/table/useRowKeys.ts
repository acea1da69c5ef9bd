import { type KeyboardEvent, type RefObject, useRef, useState } from "react";

interface Parts {
  count: number;
  show: (index: number) => void;
  open: (index: number) => void;
  select: (index: number) => void;
  scroller: RefObject<HTMLElement | null>;
}

/** j k (or arrows) move, x selects, Enter opens. The row that is reached has the focus, so screen readers read it. */
export function useRowKeys({ count, show, open, select, scroller }: Parts) {
  const [active, setActive] = useState(0);
  // The focus follows a frame later; keys that come sooner are meant for the row all the same.
  const isEntered = useRef(false);

  const go = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    isEntered.current = true;
    setActive(next);
    show(next);
    // The row may be drawn only after the list has scrolled to it.
    const focus = (tries: number) => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`);
      if (row) row.focus({ preventScroll: true });
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1));
    };
    requestAnimationFrame(() => focus(4));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target as HTMLElement;
    const isRow = from === scroller.current || from.dataset.index !== undefined;
    if (!isRow || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnRow = from.dataset.index !== undefined || isEntered.current;
    const moves: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -count, End: count };
    const move = moves[event.key];
    if (move !== undefined) go(isOnRow ? active + move : active);
    else if (event.key === "x" && isOnRow) select(active);
    else if (event.key === "Enter" && isOnRow) open(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { active, setActive, onKeyDown };
}
