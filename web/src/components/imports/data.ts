import { queryOptions } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api, call, changed, queryClient, type Schema, useLive } from "@/api";

export type Import = Schema<"imports.ImportView">;
export type KeptRow = Schema<"imports.ImportErrorView">;
export type Change = Schema<"imports.ChangeView">;

/** How far an import is, as its events and its `progress` say. */
export interface Progress {
  id: string;
  status: string;
  phase: "copy" | "read" | "merge" | "prove";
  done: number;
  unit: "bytes" | "rows";
  total: number | null;
  rate: number;
  seconds_left: number | null;
}

/** What the whole report says beyond the import itself. */
export interface Report {
  mapping_version: number;
  detected: { format: string; encoding: string; compression: string; delimiter: string; columns: string[]; zip_entry?: string; sheet?: string };
  offers: { created: number; updated: number; unchanged: number; withdrawn: number };
  change_counts?: { price_up: number; price_down: number; stock_to_zero: number; other: number };
  problems: Record<string, number>;
  duration_ms: number;
  rows_per_second: number;
}

export const isOver = (status: string) => !["waiting", "running"].includes(status);

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["imports", id],
    queryFn: ({ signal }) => call(api.GET("/api/v1/imports/{id}", { params: { path: { id } }, signal })),
    // Events tell of every step; this is for when they cannot come through.
    refetchInterval: (query) => (query.state.data && isOver(query.state.data.status) ? false : 3_000),
  });

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: ["imports", id, "report"],
    queryFn: async ({ signal }) => (await call(api.GET("/api/v1/imports/{id}/report", { params: { path: { id } }, signal }))) as unknown as Report,
    staleTime: Infinity,
  });

export const mappingsQuery = (supplier: string) =>
  queryOptions({
    queryKey: ["suppliers", supplier, "mappings"],
    queryFn: async ({ signal }) => {
      const { data, response } = await api.GET("/api/v1/suppliers/{code}/mappings", { params: { path: { code: supplier } }, signal });
      if (response.status === 404) return [];
      return (await call(Promise.resolve({ data, response }))).items;
    },
  });

/** Follows an import: its latest progress, and when it last moved. When it ends, everything about it is read anew. */
export function useProgress(id: string | undefined, known: Import | undefined) {
  const [moved, setMoved] = useState<{ progress: Progress; at: number } | null>(null);
  const ended = useRef("");
  useLive(id ? [`imports.${id}`] : [], ({ events, snapshot }) => {
    const last = events.map((event) => event.data as Progress).findLast((one) => one.id === id);
    if (last?.status === "running" && last.phase) setMoved({ progress: last, at: Date.now() });
    const hasEnded = last !== undefined && isOver(last.status);
    if (hasEnded && id && ended.current !== id) {
      ended.current = id;
      void changed(["imports"], ["products"], ["suppliers"], ["dashboard"]);
    } else if (snapshot && id) {
      void queryClient.invalidateQueries({ queryKey: ["imports", id] });
    }
  });
  const own = moved?.progress.id === id ? moved : null;
  return { progress: own?.progress ?? (known?.progress as Progress | null) ?? null, movedAt: own?.at ?? null };
}

/** Which columns of the file a mapping reads a field from. */
export function columnsOfField(document: unknown): (field: string) => string[] {
  const rules = ((document as { fields?: Record<string, unknown> } | null)?.fields ?? {}) as Record<string, string | { from?: string | string[] }>;
  return (field) => {
    const rule = rules[field];
    const from = typeof rule === "string" ? rule : rule?.from;
    return from === undefined ? [] : Array.isArray(from) ? from : [from];
  };
}
