import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Schema, useMay } from "@/api";
import { importsOf } from "./health";
import { allSourcesQuery, figuresOfAllQuery, latestImportsQuery, nextRun, schedulesQuery, silentQuery } from "./queries";

/** What is known of all suppliers at once; each part is there when the person may see it. */
export interface Fleet {
  importsOf: (code: string) => Schema<"imports.ImportView">[] | undefined;
  figuresOf: (code: string) => Schema<"analytics.ImportFiguresView"> | undefined;
  isSilent: (code: string) => boolean;
  nextRunOf: (code: string) => string | undefined;
}

export function useFleet(): Fleet {
  const mayImports = useMay("imports.read");
  const mayFigures = useMay("analytics.read");
  const maySources = useMay("suppliers.read");
  const latest = useQuery({ ...latestImportsQuery, enabled: mayImports }).data;
  const figures = useQuery({ ...figuresOfAllQuery, enabled: mayFigures }).data;
  const silent = useQuery({ ...silentQuery, enabled: mayFigures }).data;
  const sources = useQuery({ ...allSourcesQuery, enabled: maySources }).data;
  const schedules = useQuery({ ...schedulesQuery, enabled: mayImports }).data;
  return useMemo(() => {
    const byCode = new Map(figures?.items.map((one) => [one.key, one]));
    const late = new Set(silent?.items.map((one) => one.supplier));
    const next = new Map<string, string | undefined>();
    for (const code of new Set(sources?.map((one) => one.supplier))) {
      next.set(code, nextRun(schedules ?? [], sources!.filter((one) => one.supplier === code).map((one) => one.id)));
    }
    return {
      importsOf: (code) => importsOf(code, latest),
      figuresOf: (code) => byCode.get(code),
      isSilent: (code) => late.has(code),
      nextRunOf: (code) => next.get(code),
    };
  }, [latest, figures, silent, sources, schedules]);
}
