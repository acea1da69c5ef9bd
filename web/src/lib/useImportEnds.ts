import { useEffect, useRef } from "react";
import { useLive } from "@/api";

const pause = 500;

/** Tells, a moment later and once for however many, that an import has ended or that news were missed. */
export function useImportEnds(take: () => void, supplier?: string) {
  const planned = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(planned.current), []);
  useLive(["imports.*"], ({ events, snapshot }) => {
    const states = events.map((event) => event.data as { status: string; supplier: string });
    const matters = snapshot || states.some((state) => state.status !== "running" && (!supplier || state.supplier === supplier));
    if (!matters) return;
    clearTimeout(planned.current);
    planned.current = setTimeout(take, pause);
  });
}
