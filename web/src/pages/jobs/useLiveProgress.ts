import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLive } from "@/api";
import type { Progress } from "./progress";

type ImportEvent = Progress & { id: string; status: string };
const pause = 300;

/** The progress of imports as it comes, by the job's id. The list itself is read anew when a job begins or ends. */
export function useLiveProgress(): ReadonlyMap<string, Progress> {
  const client = useQueryClient();
  const latest = useRef(new Map<string, ImportEvent>());
  const planned = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasOther = useRef(false);
  const [shown, setShown] = useState<ReadonlyMap<string, Progress>>(new Map());
  useEffect(() => () => clearTimeout(planned.current), []);
  useLive(["imports.*"], ({ events, snapshot }) => {
    if (snapshot) hasOther.current = true;
    for (const { data } of events) {
      const state = data as ImportEvent;
      if (latest.current.get(state.id)?.status !== state.status) hasOther.current = true;
      if (state.status === "running") latest.current.set(state.id, state);
      else latest.current.delete(state.id);
    }
    clearTimeout(planned.current);
    planned.current = setTimeout(() => {
      setShown(new Map(latest.current));
      if (!hasOther.current) return;
      hasOther.current = false;
      void client.invalidateQueries({ queryKey: ["jobs"] });
    }, pause);
  });
  return shown;
}
