import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { admin } from "./program";

let token: Promise<string> | undefined;

/** Another program's login, one for all tests of a worker: the server counts logins. */
async function signedIn(request: APIRequestContext) {
  token ??= login(request);
  return { Authorization: `Bearer ${await token}` };
}

async function login(request: APIRequestContext): Promise<string> {
  const answer = await request.post("/api/v1/auth/login", { data: admin });
  if (answer.ok()) return ((await answer.json()) as { access_token: string }).access_token;
  expect(answer.status()).toBe(429);
  await new Promise((resolve) => setTimeout(resolve, Number(answer.headers()["retry-after"]) * 1000));
  return login(request);
}

/** Imports a file as another program would, and waits until it is in the catalogue. */
export async function importFile(request: APIRequestContext, supplier: string, fileName: string, content: Buffer, timeout = 60_000) {
  const headers = await signedIn(request);
  const started = await request.post(`/api/v1/imports?supplier=${supplier}&file_name=${fileName}`, {
    headers: { ...headers, "Content-Type": "application/octet-stream" },
    data: content,
  });
  expect(started.status(), await started.text()).toBeLessThan(300);
  const { id } = (await started.json()) as { id: string };
  await expect
    .poll(async () => ((await (await request.get(`/api/v1/imports/${id}`, { headers })).json()) as { status: string }).status, { timeout })
    .toBe("finished");
  return id;
}

/** What a person in another browser does meanwhile. */
export async function editElsewhere(page: Page, product: string, edit: Record<string, string>) {
  const answer = await page.request.patch(`/api/v1/products/${product}`, { headers: await signedIn(page.request), data: edit });
  expect(answer.status(), await answer.text()).toBe(200);
}
