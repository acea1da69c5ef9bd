import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

const pause = 120;
const patience = 5_000;

/** After a change of page: the new title is read aloud and the focus goes to the heading, so that Tab starts there. */
export function Announcer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [title, setTitle] = useState("");
  const last = useRef(path);
  useEffect(() => {
    if (!path || last.current === path) return;
    const isFirst = last.current === undefined;
    last.current = path;
    const before = document.activeElement;
    const until = Date.now() + patience;
    // The new page may still wait for its data, and the old one, with what has the focus, may still be shown.
    const look = () => {
      setTitle(document.title);
      const active = document.activeElement;
      const hasFocus = active !== null && active.closest("main, dialog, input") !== null;
      const heading = document.querySelector<HTMLElement>("main h1");
      if (!hasFocus && heading) {
        if (!isFirst) heading.focus({ preventScroll: true });
      } else if (!(hasFocus && active !== before) && Date.now() < until) {
        timer = setTimeout(look, pause);
      }
    };
    let timer = setTimeout(look, pause);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {title}
    </p>
  );
}
