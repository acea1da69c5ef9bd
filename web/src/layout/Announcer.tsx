import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

/** After a change of page: the new title is read aloud and the focus goes to the heading, so that Tab starts there. */
export function Announcer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [title, setTitle] = useState("");
  const last = useRef(path);
  useEffect(() => {
    if (!path || last.current === path) return;
    const isFirst = last.current === undefined;
    last.current = path;
    const timer = setTimeout(() => {
      setTitle(document.title);
      const hasOwnFocus = document.activeElement !== null && document.activeElement.closest("main, dialog, input") !== null;
      if (!isFirst && !hasOwnFocus) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    }, 120);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {title}
    </p>
  );
}
