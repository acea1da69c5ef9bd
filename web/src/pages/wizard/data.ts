import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, type Schema } from "@/api";
import type { Detected, FileHints, MappingDocument } from "./mapping";

export const uploadQuery = (id: string) =>
  queryOptions({
    queryKey: ["uploads", id],
    queryFn: ({ signal }) => call(api.GET("/api/v1/uploads/{id}", { params: { path: { id } }, signal })),
    staleTime: 60_000,
  });

/** How the file is read; what a person said wins over what is found. */
export const detectQuery = (upload: string, hints: FileHints) =>
  queryOptions({
    queryKey: ["detect", upload, hints],
    queryFn: async ({ signal }): Promise<Detected> => {
      const said = Object.keys(hints).length > 0 ? { file: hints } : {};
      return (await call(api.POST("/api/v1/detect", { body: { upload_id: upload, ...said } as Schema<"imports.UploadReference">, signal }))) as Detected;
    },
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  });

interface Start {
  upload: string;
  supplier: string;
  mode: "partial" | "full";
  document: MappingDocument;
  isDry: boolean;
  key: string;
}

export function startImport({ upload, supplier, mode, document, isDry, key }: Start) {
  return call(
    api.POST("/api/v1/imports", {
      body: { upload_id: upload, supplier, mode, dry_run: isDry, mapping: document },
      params: { header: { "Idempotency-Key": key } },
    }),
  );
}
