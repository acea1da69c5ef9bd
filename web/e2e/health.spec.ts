import { apiOf, exampleRows } from "./support/api";
import { expect, faultsOf, test } from "./support/app";

test("every service says how it is, what it is for and what happens without it", async ({ page }) => {
  await page.goto("/system");
  await expect(page.getByText(/^All \d+ services work$/)).toBeVisible();
  const catalogue = page.getByRole("listitem").filter({ hasText: "Suppliers, products, offers and their histories." });
  await expect(catalogue.getByText("Works")).toBeVisible();
  await expect(catalogue.getByText(/Without it: no product can be seen/)).toBeVisible();
  await expect(catalogue.getByText(/answers in .* ms/)).toBeVisible();
});

test("the cache is emptied after saying what that means", async ({ page }) => {
  const api = await apiOf(page);
  await api.importText("health-demo", "cache.csv", exampleRows(50));
  const first = async () => (await api.send("GET", "/products?limit=1&supplier=health-demo")).body.items?.[0]?.id as string | undefined;
  await expect.poll(first).toBeTruthy();
  await api.send("GET", `/products/${await first()}`);
  await page.goto("/system?tab=databases");
  await expect(page.getByRole("region", { name: "Databases" }).getByText(/version \d+, up to date/).first()).toBeVisible();
  await page.getByRole("button", { name: "Empty the cache Catalogue" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText(/nothing is lost/)).toBeVisible();
  await question.getByRole("button", { name: /^Empty \d+ entr/ }).click();
  await expect(page.getByText(/^Catalogue: \d+ entr.* forgotten/)).toBeVisible();
});

test("a backup is started by hand and shown to be whole and proven", async ({ page }) => {
  await page.goto("/system?tab=backups");
  await page.getByRole("button", { name: "Back up now" }).first().click();
  await expect(page.getByText(/^(The backup has begun|A backup is under way already)$/)).toBeVisible();
  const table = page.getByRole("region", { name: "Backups" });
  await expect(table.getByText("Whole").first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText("Never", { exact: true })).toHaveCount(0, { timeout: 120_000 });
});

test("axe finds nothing on system health", async ({ page }) => {
  expect(await faultsOf(page, ["services", "databases", "work", "backups"].map((tab) => `/system?tab=${tab}`))).toEqual({});
});
