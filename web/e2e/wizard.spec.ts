import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiOf, exampleRows } from "./support/api";
import { expect, faults, overhang, test } from "./support/app";

const feed = readFileSync(join(import.meta.dirname, "../../examples/grossiste-demo.csv"));

test("a file is dropped, understood, checked and imported, and a row is corrected in place", async ({ page }, { retry }) => {
  test.setTimeout(480_000);
  await page.goto("/imports/new");
  await page.locator("input[type=file]").setInputFiles({ name: "tarif.csv", mimeType: "text/csv", buffer: feed });
  await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel("Separator")).toHaveValue(";");
  await expect(page.getByLabel("Encoding")).toHaveValue("windows-1252");
  await page.getByLabel("Encoding").selectOption("iso-8859-15");
  await expect(page.getByText("as you said", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Back to what was found" }).click();
  await expect(page.getByLabel("Encoding")).toHaveValue("windows-1252");
  await page.getByRole("button", { name: "New supplier" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Grossiste Essai ${retry + 1}`);
  await page.getByRole("button", { name: "Create the supplier" }).click();
  await page.getByRole("button", { name: "Go on to the columns" }).click();

  // What is done to a column's values shows on real ones at once.
  await expect(page.getByRole("combobox", { name: "Where ean goes" })).toHaveText("EAN or GTIN");
  await page.getByRole("combobox", { name: "Where image goes" }).click();
  await page.keyboard.type("attribute");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Where image goes" })).toHaveText("Keep as an attribute");
  await page.getByRole("button", { name: "Changes to the values of prix_ht" }).click();
  await page.getByLabel("Add a change").selectOption("multiply");
  await page.getByLabel("By").fill("2");
  await expect(page.getByRole("dialog").getByText("304.92")).toBeVisible();
  await page.getByRole("button", { name: "Remove this change" }).click();
  await page.getByRole("button", { name: "Use these changes" }).click();

  await page.getByRole("button", { name: "Check 3,000 rows" }).click();
  await expect(page.getByRole("img", { name: /3,000 rows read: 2,940 created.*54 to correct, 6 skipped/ })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText("The EAN's check digit is wrong")).toBeVisible();

  // What would happen is shown row by row and field by field before anything does.
  const refused = page.locator("section").filter({ has: page.getByRole("heading", { name: "54 rows would be kept out" }) });
  await expect(refused.getByRole("textbox", { name: "Row 58, stock" })).toHaveValue(">100");
  await expect(refused.getByRole("textbox", { name: "Row 58, stock" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "New 2,940" })).toBeVisible();
  await page.getByRole("button", { name: "Withdrawn 0" }).click();
  await expect(page.getByText("No change of this kind")).toBeVisible();
  await expect(page).toHaveURL(/show=withdrawn/);
  await page.getByRole("button", { name: "New 2,940" }).click();
  await expect(page.getByRole("table", { name: "Changes field by field" }).getByText("New offer").first()).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Go on with 2,940 rows" }).click();
  await page.getByRole("button", { name: "Import 2,940 rows" }).click();
  await expect(page.getByText("All 3,000 rows are accounted for")).toBeVisible({ timeout: 120_000 });

  const cell = page.getByRole("textbox", { name: "Row 58, stock" });
  await expect(cell).toHaveValue(">100");
  await cell.fill("100");
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Row 58, stock" })).toHaveValue("100");
  await page.getByRole("button", { name: "Import 1 corrected row" }).click();
  await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}/);
  await expect(page.getByRole("img", { name: /1 rows read: 1 created/ })).toBeVisible({ timeout: 120_000 });
});

test("leaving in the middle loses nothing, and a change after the check asks for another", async ({ page }) => {
  test.setTimeout(480_000);
  await (await apiOf(page)).importText("reprise", "before.csv", exampleRows(900));
  await page.goto("/imports/new");
  await page.locator("input[type=file]").setInputFiles({ name: "again.csv", mimeType: "text/csv", buffer: feed.subarray(0, 60_000) });
  await page.getByRole("combobox", { name: "Supplier" }).click();
  await page.getByRole("option", { name: "reprise" }).click();
  await page.getByRole("button", { name: "Go on to the columns" }).click();
  await page.getByRole("combobox", { name: "Where marque goes" }).click();
  await page.keyboard.type("leave");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Dashboard" }).first().click();
  await page.goto("/imports/new");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("combobox", { name: "Where marque goes" })).toHaveText("Leave out");
  await page.getByRole("button", { name: /^Check / }).click();

  // The whole list: what is missing from it would go, and the number is shown before anything happens.
  await page.getByRole("radio", { name: /Are withdrawn/ }).click({ timeout: 120_000 });
  await expect(page.getByText(/offers will be withdrawn\./)).toBeVisible({ timeout: 120_000 });
  await page.getByRole("button", { name: "Change: Columns" }).click();
  await page.getByRole("combobox", { name: "Where marque goes" }).click();
  await page.keyboard.type("brand");
  await page.keyboard.press("Enter");
  await page.goto(page.url().replace("step=columns", "step=check"));
  await expect(page.getByText("Something was changed since this check.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Go on with/ })).toHaveCount(0);
});

test("an upload that was cut off goes on after a reload, from where it stood", async ({ page }) => {
  const large = Buffer.concat(Array.from({ length: 12 }, () => feed));
  let isCut = true;
  const offsets: string[] = [];
  await page.route("**/api/v1/uploads/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    const offset = route.request().headers()["upload-offset"] ?? "";
    if (isCut && offset !== "0") return route.fulfill({ status: 429, headers: { "Retry-After": "1" }, contentType: "application/problem+json", body: "{}" });
    offsets.push(offset);
    return route.continue();
  });
  await page.goto("/imports/new");
  await page.locator("input[type=file]").setInputFiles({ name: "large.csv", mimeType: "text/csv", buffer: large });
  await expect(page.getByText(/The server is not answering/)).toBeVisible({ timeout: 60_000 });
  await page.reload();
  isCut = false;
  await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible({ timeout: 120_000 });
  expect(offsets.filter((offset) => offset === "0")).toHaveLength(1);
});

test("a French reader is told in French what a column looks like and what is wrong with a row", async ({ page }) => {
  const rows = Array.from({ length: 12 }, (_, row) => `F-${row};Cuillère ${row};${row + 2},50;${row === 3 ? "beaucoup" : row}`);
  await (await apiOf(page)).send("POST", "/suppliers", { code: "cuilleres", name: "Cuillères" });
  await page.evaluate(() => localStorage.setItem("si.language", "fr"));
  try {
    await page.goto("/imports/new");
    await page.locator("input[type=file]").setInputFiles({ name: "cuilleres.csv", mimeType: "text/csv", buffer: Buffer.from(`reference;designation;prix_ht;stock\n${rows.join("\n")}\n`) });
    const why = page.locator("main details").filter({ hasText: "Pourquoi" });
    await why.locator("summary").click();
    await expect(why).toContainText(/le point-virgule découpe .* en 4 champs/);
    await expect(why).toContainText("Ses lettres accentuées et ses signes sont de l'UTF-8 valable.");
    await expect(why.locator("[lang=en]")).toHaveCount(0);
    await page.getByRole("combobox", { name: "Fournisseur" }).click();
    await page.getByRole("option", { name: /Cuillères/ }).click();
    await page.getByRole("button", { name: "Passer aux colonnes" }).click();
    await expect(page.getByRole("row").filter({ hasText: "prix_ht" })).toContainText(/Nombres · 12 valeurs.*virgule décimale.*l'indique/);
    await page.getByRole("button", { name: "Vérifier 12 lignes" }).click();
    await expect(page.getByText("Stock : Un prix, un stock ou une quantité n'est pas un nombre.")).toBeVisible({ timeout: 60_000 });
    expect(await page.locator("main [lang=en]").count(), "what is still English").toBe(0);
  } finally {
    await page.evaluate(() => localStorage.removeItem("si.language"));
  }
});

test("axe finds nothing in the wizard's steps", async ({ page }) => {
  test.setTimeout(480_000);
  await (await apiOf(page)).send("POST", "/suppliers", { code: "steps", name: "Grossiste Pas" });
  await page.goto("/imports/new");
  await page.locator("input[type=file]").setInputFiles({ name: "axe.csv", mimeType: "text/csv", buffer: feed.subarray(0, 60_000) });
  await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible({ timeout: 60_000 });
  expect(await faults(page), "file").toEqual([]);
  await page.getByRole("combobox", { name: "Supplier" }).click();
  await page.getByRole("option", { name: /Grossiste Pas/ }).click();
  await page.getByRole("button", { name: "Go on to the columns" }).click();
  expect(await faults(page), "columns").toEqual([]);
  await page.getByRole("button", { name: "Changes to the values of prix_ht" }).click();
  expect(await faults(page), "changes").toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Check / }).click();
  await expect(page.getByRole("button", { name: /^Go on with/ })).toBeVisible({ timeout: 120_000 });
  expect(await faults(page), "check").toEqual([]);
  expect(await overhang(page)).toBe(0);
});
