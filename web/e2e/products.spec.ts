import { expect, faultsOf, test } from "./support/app";
import { editElsewhere, importFile } from "./support/feeds";

const head = "reference;ean;designation;marque;prix;stock\n";
const feed = (price: string, stock: number) => {
  const many = Array.from({ length: 400 }, (_, index) => `S-${index};;Spoon number ${index};Kolvik;2,50;${index % 3}`).join("\n");
  return Buffer.from(`${head}KB-1;4006381333931;Kettle of the north;Kolvik;${price};${stock}\n${many}\n`);
};
const table = (page: import("@playwright/test").Page) => page.getByRole("table", { name: "Products" });

test("products are found as one types, narrowed, kept as a view, and the address says it all", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto("/products");
  await importFile(page.request, "north", "north.csv", feed("40,00", 5));
  await importFile(page.request, "north", "north.csv", feed("30,00", 9));
  await importFile(page.request, "south", "south.csv", Buffer.from(`${head}Z9;4006381333931;Northern kettle;Kolvik;35,00;2\n`));
  await page.reload();
  await page.getByLabel("Search by name, brand or code").fill("northern kettle");
  await expect(table(page).getByRole("link", { name: "Northern kettle" })).toHaveCount(1);
  await expect(page).toHaveURL(/search=northern/);
  await page.getByLabel("Search by name, brand or code").fill("spoon");
  await page.getByLabel("Stock", { exact: true }).selectOption("false");
  await expect(page).toHaveURL(/in_stock=false/);
  await expect(table(page).getByText("out of stock").first()).toBeVisible();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: "Keep this view" }).click();
  await page.getByLabel("Name of the view").fill("Spoons to order");
  await page.getByRole("button", { name: "Keep the view" }).click();
  await page.goto("/products");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: "Spoons to order", exact: true }).click();
  await expect(page).toHaveURL(/in_stock=false/);
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  expect((await file).suggestedFilename()).toBe("products.csv");
  const workbook = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: /Excel/ }).click();
  expect((await workbook).suggestedFilename()).toBe("products.xlsx");
});

test("products chosen by keys are changed together, after seeing what would change", async ({ page }) => {
  await page.goto("/products?search=spoon");
  await expect(table(page).getByRole("link", { name: /Spoon/ }).first()).toBeVisible();
  await table(page).focus();
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "Change a field" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New value").fill("Harrow & Pine");
  await expect(dialog.getByText("2 products change.")).toBeVisible();
  await dialog.getByRole("button", { name: "Change 2 products" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table(page).getByText("Harrow & Pine")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await table(page).focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}/);
});

test("a product says who set what, who is cheapest, and how it came there; a field is held and released by hand", async ({ page }) => {
  await page.goto("/products/4006381333931");
  await expect(page.getByText("2 suppliers")).toBeVisible();
  const offers = page.getByRole("region", { name: "Offers of the suppliers" });
  await expect(offers.getByRole("row", { name: /north/ }).getByText("best")).toBeVisible();
  await expect(page.getByText("€40.00").first()).toBeVisible();
  await page.getByRole("button", { name: /Where Name comes from: .*row 1/ }).focus();
  await expect(page.getByRole("tooltip")).toContainText("row 1");
  await page.getByRole("button", { name: "Change Name" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Kettle of mine");
  await dialog.getByRole("button", { name: "Set the value" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Kettle of mine");
  await expect(page.getByRole("button", { name: /Where Name comes from: Set by hand/ })).toBeVisible();
  await page.getByRole("button", { name: "Change Name" }).click();
  await dialog.getByRole("button", { name: "Give back to the suppliers" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Kettle of mine");
});

test("somebody else's change is told, and nothing is overwritten unseen", async ({ page }) => {
  await page.goto("/products/4006381333931");
  await page.getByRole("button", { name: "Change Brand" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Mine");
  await editElsewhere(page, "4006381333931", { brand: "Theirs" });
  await dialog.getByRole("button", { name: "Set the value" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Theirs");
  await dialog.getByRole("button", { name: "Set my value all the same" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Mine", { exact: true })).toBeVisible();
});

test("axe finds nothing on the pages of products", async ({ page }) => {
  const product = "/products/4006381333931";
  expect(await faultsOf(page, ["/products", "/products?search=nothing-like-it", product, `${product}?at=2026-01-01`])).toEqual({});
});
