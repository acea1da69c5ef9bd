import { useSyncExternalStore } from "react";
import { type ApiError, api, asApiError, call, changed, type Schema, sendFile } from "@/api";
import { dropFile, keepFile, keptFile } from "./kept-file";

export type Upload = Schema<"imports.UploadView">;

/** A file on its way: it goes on while one looks at other pages. */
export interface Sending {
  id: string;
  name: string;
  size: number;
  sent: number;
  state: "sending" | "waiting" | "failed" | "done";
  error?: ApiError;
}

const pieceSize = 4 * 1024 * 1024;
const longestWait = 20_000;

const listeners = new Set<() => void>();
const underWay = new Map<string, Sending>();
const stops = new Map<string, AbortController>();

function set(id: string, next: Partial<Sending>) {
  const before = underWay.get(id);
  if (!before) return;
  underWay.set(id, { ...before, ...next });
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function useSending(id: string | undefined): Sending | undefined {
  return useSyncExternalStore(subscribe, () => (id ? underWay.get(id) : undefined));
}

/** Begins to send a file; the upload's id comes as soon as the server knows of it. */
export async function beginUpload(file: File): Promise<Upload> {
  const upload = await call(
    api.POST("/api/v1/uploads", { body: { file_name: file.name, size: file.size }, params: { header: { "Idempotency-Key": crypto.randomUUID() } } }),
  );
  await keepFile(upload.id, file);
  sendOn(upload, file);
  return upload;
}

/** Goes on with an upload where it stands, with the file chosen again. */
export function sendOn(upload: Upload, file: File) {
  if (stops.has(upload.id)) return;
  const stop = new AbortController();
  stops.set(upload.id, stop);
  underWay.set(upload.id, { id: upload.id, name: upload.file_name, size: file.size, sent: upload.offset, state: "sending" });
  set(upload.id, {});
  void send(upload.id, file, upload.offset, stop.signal).finally(() => stops.delete(upload.id));
}

/** The file this browser has kept for an upload that was left: sending goes on by itself. */
export async function goOnWithKept(upload: Upload): Promise<boolean> {
  const file = await keptFile(upload.id);
  if (!file || upload.is_complete) return false;
  sendOn(upload, file);
  return true;
}

export async function dropUpload(id: string) {
  stops.get(id)?.abort();
  underWay.delete(id);
  await dropFile(id);
  try {
    await call(api.DELETE("/api/v1/uploads/{id}", { params: { path: { id } } }));
  } catch (error) {
    if (!asApiError(error).isMissing) throw error;
  }
}

async function send(id: string, file: File, from: number, signal: AbortSignal) {
  let offset = from;
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (offset < file.size) {
        const start = offset;
        const answer = await sendFile<Upload>(`/api/v1/uploads/${id}`, file.slice(start, start + pieceSize), {
          method: "PATCH",
          headers: { "Upload-Offset": String(start) },
          onProgress: (sent) => set(id, { sent: start + sent, state: "sending" }),
          signal,
        });
        offset = answer.offset;
      } else {
        await call(api.POST("/api/v1/uploads/{id}/complete", { params: { path: { id } } }));
        set(id, { sent: file.size, state: "done" });
        await dropFile(id);
        return changed(["uploads", id]);
      }
      failures = 0;
    } catch (problem) {
      if (signal.aborted) return;
      const error = asApiError(problem);
      if (error.code === "upload.is_complete") offset = file.size;
      else if (error.code === "upload.offset_wrong") offset = await whereItStands(id, offset);
      else if (!mayPass(error)) return set(id, { state: "failed", error });
      else {
        failures += 1;
        set(id, { state: "waiting" });
        await pause(Math.min(500 * 2 ** failures, longestWait));
        offset = await whereItStands(id, offset);
      }
    }
  }
}

const mayPass = ({ status, isOffline, code }: ApiError) => isOffline || status === 408 || status === 429 || status >= 500 || code === "upload.busy";
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

async function whereItStands(id: string, otherwise: number) {
  try {
    return (await call(api.GET("/api/v1/uploads/{id}", { params: { path: { id } } }))).offset;
  } catch {
    return otherwise;
  }
}
