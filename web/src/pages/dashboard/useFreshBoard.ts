import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/api";
import type { Ledger } from "@/lib/ledger";

export interface ImportEvent {
  id: string;
  supplier: string;
  status: string;
  phase: string;
  done: number;
  unit: string;
  total: number;
  rate: number;
  /** Of an import that has ended. */
  ledger?: Ledger & { rows_read: number };
}

const pause = 400;

/** Reads figures anew when an import begins or ends, once for however many do so at a time. */
export function useFreshBoard() {
  const client = useQueryClient();
  const known = useRef(new Set<string>());
  const planned = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(planned.current), []);
  useLive(["imports.*"], ({ events, snapshot }) => {
    const states = events.map((event) => event.data as ImportEvent);
    const matters = snapshot || states.some((state) => state.status !== "running" || !known.current.has(state.id));
    for (const state of states) known.current.add(state.id);
    if (!matters) return;
    clearTimeout(planned.current);
    planned.current = setTimeout(() => {
      for (const key of ["imports", "dashboard", "analytics", "products"]) void client.invalidateQueries({ queryKey: [key] });
    }, pause);
  });
}
