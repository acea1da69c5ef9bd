import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect, faults, setTheme, test } from "./support/app";
import { admin } from "./support/start";

const example = (name: string) => readFileSync(join(import.meta.dirname, "../../examples", name));

/** Imports over the API, as another program would, and waits for the end. */
async function importFile(request: APIRequestContext, supplier: string, name: string, body: Buffer) {
  const { access_token } = (await (await request.post("/api/v1/auth/login", { data: admin })).json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${access_token}` };
  const started = await request.post(`/api/v1/imports?supplier=${supplier}&file_name=${name}`, { headers: { ...headers, "Content-Type": "application/octet-stream" }, data: body });
  const { id } = (await started.json()) as { id: string };
  await expect.poll(async () => ((await (await request.get(`/api/v1/imports/${id}`, { headers })).json()) as { status: string }).status, { timeout: 60_000 }).toBe("finished");
  return id;
}

let secondWeek = "";
test.beforeAll(async ({ request }) => {
  test.setTimeout(180_000);
  await importFile(request, "liste-essai", "week-1.csv", example("grossiste-demo.csv"));
  secondWeek = await importFile(request, "liste-essai", "week-2.csv", example("grossiste-demo-next-week.csv"));
});

test("a list of imports hears of new ones, is filtered, opened, and stays in the address", async ({ page, request }) => {
  test.setTimeout(120_000);
  await page.goto("/imports");
  await expect(page.getByRole("link", { name: "week-2.csv" }).first()).toBeVisible();
  const name = `tarif-${Date.now()}.json`;
  await importFile(request, "autre-essai", name, example("fournisseur-tarif.json"));
  await expect(page.getByRole("link", { name })).toBeVisible();
  await page.getByLabel("Supplier", { exact: true }).selectOption("liste-essai");
  await expect(page).toHaveURL(/supplier=liste-essai/);
  await expect(page.getByRole("link", { name })).toHaveCount(0);
  await page.getByLabel("Status", { exact: true }).selectOption("failed");
  await expect(page.getByText("No import matches these filters")).toBeVisible();
  await page.getByRole("button", { name: "Show all imports" }).click();
  await page.getByRole("link", { name: "week-2.csv" }).first().click();
  await expect(page.getByRole("img", { name: /60 updated, 2,880 unchanged, 54 to correct/ })).toBeVisible();
});

test("what changed is shown field by field, filtered, and compared with the week before", async ({ page }) => {
  await page.goto(`/imports/${secondWeek}?tab=changes`);
  await expect(page.getByText("60 of 60 changed offers looked through")).toBeVisible();
  const table = page.getByRole("table", { name: "Changes field by field" });
  await expect(table.getByText("Description", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: /^Price up/ }).click();
  await expect(page).toHaveURL(/show=price_up/);
  await expect(table.getByText("Purchase price", { exact: true }).first()).toBeVisible();
  await expect(table.getByText("Description", { exact: true })).toHaveCount(0);
  await page.getByRole("tab", { name: "Compare" }).click();
  const created = page.getByRole("row", { name: /^Created/ });
  await expect(created).toContainText("-2,940");
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByText(/Import finished in/)).toBeVisible();
});

test("the same file again runs as another import, live on its page", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`/imports/${secondWeek}`);
  await page.getByRole("button", { name: "Import the same file again" }).click();
  await expect(page).not.toHaveURL(new RegExp(secondWeek));
  await expect(page.getByRole("img", { name: /2,940 unchanged/ })).toBeVisible({ timeout: 60_000 });
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing on an import's tabs, ${theme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.goto("/imports");
    await setTheme(page, theme);
    for (const path of ["/imports", ...["summary", "changes", "fix", "log", "compare"].map((tab) => `/imports/${secondWeek}?tab=${tab}`)]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await faults(page), path).toEqual([]);
    }
  });
}

test("an import's tabs are no wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const tab of ["summary", "changes", "fix", "log", "compare"]) {
    await page.goto(`/imports/${secondWeek}?tab=${tab}`);
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), tab).toBeLessThanOrEqual(0);
  }
});
