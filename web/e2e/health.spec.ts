import { apiOf, exampleRows } from "./support/api";
import { expect, faults, setTheme, test } from "./support/app";

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

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing on system health, ${theme}`, async ({ page }) => {
    await page.goto("/system");
    await setTheme(page, theme);
    for (const tab of ["services", "databases", "work"]) {
      await page.goto(`/system?tab=${tab}`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("System health");
      expect(await faults(page), tab).toEqual([]);
    }
  });
}
