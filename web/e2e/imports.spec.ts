import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, faultsOf, test } from "./support/app";
import { importFile } from "./support/feeds";

const example = (name: string) => readFileSync(join(import.meta.dirname, "../../examples", name));

let secondWeek = "";
test.beforeAll(async ({ request }) => {
  test.setTimeout(480_000);
  await importFile(request, "liste-essai", "week-1.csv", example("grossiste-demo.csv"));
  secondWeek = await importFile(request, "liste-essai", "week-2.csv", example("grossiste-demo-next-week.csv"));
});

test("a list of imports hears of new ones, is filtered, opened, and stays in the address", async ({ page, request }) => {
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
  await expect(page.getByText("60 of 60 changed offers")).toBeVisible();
  const table = page.getByRole("table", { name: "Changes field by field" });
  await expect(table.getByText("Description", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: /^Price up/ }).click();
  await expect(page).toHaveURL(/show=price_up/);
  await expect(table.getByText("Purchase price", { exact: true }).first()).toBeVisible();
  await expect(table.getByText("Description", { exact: true })).toHaveCount(0);
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).first().click();
  await page.getByRole("menuitem", { name: "The file as the supplier sent it" }).click();
  const sent = await file;
  expect(sent.suggestedFilename()).toBe("week-2.csv");
  expect(readFileSync(await sent.path()).equals(example("grossiste-demo-next-week.csv"))).toBe(true);
  await page.getByRole("tab", { name: "Compare" }).click();
  const created = page.getByRole("row", { name: /^Created/ });
  await expect(created).toContainText("-2,940");
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByText(/Import finished in/)).toBeVisible();
});

test("the same file again runs as another import, live on its page", async ({ page }) => {
  await page.goto(`/imports/${secondWeek}`);
  await page.getByRole("button", { name: "Import the same file again" }).click();
  await expect(page).not.toHaveURL(new RegExp(secondWeek));
  await expect(page.getByRole("img", { name: /2,940 unchanged/ })).toBeVisible({ timeout: 120_000 });
});

test("axe finds nothing on an import's tabs", async ({ page }) => {
  const tabs = ["summary", "changes", "fix", "log", "compare"].map((tab) => `/imports/${secondWeek}?tab=${tab}`);
  expect(await faultsOf(page, ["/imports", ...tabs])).toEqual({});
});
