import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";

const examples = join(import.meta.dirname, "../../../examples");

/** Calls the API in the name of who is signed in on the page, without another login: the server counts these. */
export async function apiOf(page: Page) {
  const asked = page.waitForRequest((request) => request.url().includes("/api/v1/") && Boolean(request.headers().authorization));
  await page.goto("/profile");
  const headers = { Authorization: (await asked).headers().authorization ?? "" };
  const send = async (method: string, path: string, data?: unknown, more: Record<string, string> = {}) => {
    const response = await page.request.fetch(`/api/v1${path}`, { method, headers: { ...headers, ...more }, data });
    return { status: response.status(), body: response.status() === 204 ? null : await response.json() };
  };
  return {
    send,
    /** Imports a text as a supplier's file and waits for its end. */
    importText: async (supplier: string, name: string, text: string) => {
      await send("POST", "/suppliers", { code: supplier, name: supplier });
      const started = await send("POST", `/imports?supplier=${supplier}&file_name=${name}`, Buffer.from(text), { "Content-Type": "text/csv" });
      expect(started.status).toBe(202);
      const id = started.body.id as string;
      await expect.poll(async () => (await send("GET", `/imports/${id}`)).body.status, { timeout: 60_000 }).toMatch(/finished|failed/);
      return id;
    },
  };
}

/** The first rows of the example feed. */
export const exampleRows = (count: number) => readFileSync(join(examples, "grossiste-demo.csv"), "latin1").split("\n").slice(0, count + 1).join("\n");
