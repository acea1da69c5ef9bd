import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { navItems } from "./nav";

interface Actions {
  search: () => void;
  palette: () => void;
  sheet: () => void;
}

/** Letters typed into a field, or with a dialog open, are not for the page. */
function isTyping(event: KeyboardEvent) {
  const target = event.target as HTMLElement;
  return target.isContentEditable || target.closest("input, textarea, select, [role=menu], [role=listbox]") !== null || document.querySelector("dialog[open]") !== null;
}

/** The keys that work on every page: / Ctrl+K ? and g with a letter. */
export function useShortcuts(actions: Actions) {
  const navigate = useNavigate();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let goPressedAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (Date.now() - goPressedAt < 1_500) {
        goPressedAt = 0;
        const item = navItems.find((one) => one.letter === event.key);
        if (!item) return;
        event.preventDefault();
        event.stopPropagation();
        void navigate({ to: item.to });
      } else if (event.key === "g") {
        goPressedAt = Date.now();
      } else if (event.key === "/") {
        event.preventDefault();
        latest.current.search();
      } else if (event.key === "?") {
        event.preventDefault();
        latest.current.sheet();
      }
    };
    // Before the lists hear it: in "g j" the j is not "next row".
    document.addEventListener("keydown", onKeyDown, true);
    return () => document.removeEventListener("keydown", onKeyDown, true);
  }, [navigate]);
}
