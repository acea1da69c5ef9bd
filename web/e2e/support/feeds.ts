import { expect, type Page } from "@playwright/test";
import { admin } from "./start";

async function signedIn(page: Page) {
  const answer = await page.request.post("/api/v1/auth/login", { data: admin });
  return { Authorization: `Bearer ${((await answer.json()) as { access_token: string }).access_token}` };
}

/** Imports a file and waits until it is in the catalogue. */
export async function importFile(page: Page, supplier: string, fileName: string, content: Buffer) {
  const headers = await signedIn(page);
  const started = await page.request.post(`/api/v1/imports?supplier=${supplier}&file_name=${fileName}`, {
    headers: { ...headers, "Content-Type": "application/octet-stream" },
    data: content,
  });
  expect(started.status(), await started.text()).toBeLessThan(300);
  const { id } = (await started.json()) as { id: string };
  await expect
    .poll(async () => ((await (await page.request.get(`/api/v1/imports/${id}`, { headers })).json()) as { status: string }).status, { timeout: 60_000 })
    .toBe("finished");
}

/** What a person in another browser does meanwhile. */
export async function editElsewhere(page: Page, product: string, edit: Record<string, string>) {
  const answer = await page.request.patch(`/api/v1/products/${product}`, { headers: await signedIn(page), data: edit });
  expect(answer.status(), await answer.text()).toBe(200);
}
