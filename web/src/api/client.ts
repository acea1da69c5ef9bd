import createClient from "openapi-fetch";
import { errorOf, unreachable } from "./problem";
import type { paths } from "./schema";
import { session, type SessionKeeper } from "./session";

/** Signs requests; after a 401 it gets a new token once and asks again. */
export function signedFetch(keeper: SessionKeeper, send: typeof fetch = (...request) => fetch(...request)) {
  return async (input: Request): Promise<Response> => {
    const attempt = async (token: string | null) => {
      const request = input.clone();
      if (token) request.headers.set("Authorization", `Bearer ${token}`);
      try {
        return await send(request);
      } catch (error) {
        if (input.signal.aborted) throw error;
        throw unreachable();
      }
    };
    const token = await keeper.token();
    const response = await attempt(token);
    if (response.status !== 401 || !token) return response;
    const renewed = await keeper.refresh(token);
    return renewed ? attempt(renewed.token) : response;
  };
}

export const authorizedFetch = signedFetch(session);

/** The typed client: `call(api.GET("/api/v1/imports/{id}", { params: { path: { id } } }))`. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "http://localhost", fetch: authorizedFetch });

/** The answer's content; an `ApiError` is thrown when the answer says no. */
export async function call<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  throw await errorOf(new Response(typeof error === "string" ? error : JSON.stringify(error), response));
}

/** The same with the ETag, for writes that must not overwrite what somebody else changed (`If-Match`). */
export async function callWithTag<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>) {
  const { response } = await answer;
  return { data: await call(answer), etag: response.headers.get("ETag") ?? "" };
}

/** Sends a file with its progress, which `fetch` cannot tell. The path may have a query. */
export async function sendFile<T>(
  path: string,
  file: Blob,
  options: { method?: string; headers?: Record<string, string>; onProgress?: (sent: number) => void; signal?: AbortSignal } = {},
): Promise<T> {
  const token = await session.token();
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method ?? "POST", path);
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => options.onProgress?.(event.loaded);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(options.signal?.reason ?? unreachable());
    request.onload = () => {
      const answer = new Response(request.status === 204 ? null : request.responseText, { status: request.status });
      if (answer.ok) resolve((request.responseText ? JSON.parse(request.responseText) : undefined) as T);
      else void errorOf(answer).then(reject);
    };
    options.signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Gives a file of the API (an export, a quarantine) to the browser to keep, under the name the server says. */
export async function download(path: string, fallbackName: string) {
  const response = await authorizedFetch(new Request(new URL(path, location.origin)));
  if (!response.ok) throw await errorOf(response);
  const disposition = response.headers.get("Content-Disposition") ?? "";
  const inUtf8 = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  const name = (inUtf8 && decodeURIComponent(inUtf8)) ?? /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? fallbackName;
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
