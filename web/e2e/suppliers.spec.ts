import { join } from "node:path";
import { readFileSync } from "node:fs";
import { expect, faultsOf, test } from "./support/app";
import { importFile } from "./support/feeds";

const code = "grossiste-suppliers";
const tabs = ["sources", "mapping", "schedule", "quality", "offers", "history", "settings"];

test("a supplier is created, gets a source that is tested, and a schedule in plain words", async ({ page }) => {
  await page.goto("/suppliers?new=true");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create the supplier" }).click();
  await expect(dialog.getByText("Give the supplier a code.")).toBeVisible();
  await dialog.getByLabel("Code").fill("atelier-nord");
  await dialog.getByLabel("Name").fill("Atelier Nord");
  await dialog.getByRole("button", { name: "Create the supplier" }).click();
  await expect(page).toHaveURL(/\/suppliers\/atelier-nord\?tab=sources/);

  await page.getByRole("button", { name: "New source" }).click();
  await dialog.getByLabel("Address of the file").fill("http://127.0.0.1:9/prices.csv");
  await dialog.getByRole("button", { name: "Create the source" }).click();
  // Addresses of this machine are refused, and the words stand beside the field.
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Address of the file").fill("http://prices.invalid/list.csv");
  await dialog.getByLabel("Login").selectOption("user");
  await dialog.getByLabel("User", { exact: true }).fill("me");
  await dialog.getByLabel("Password", { exact: true }).fill("secret");
  await dialog.getByRole("button", { name: "Create the source" }).click();
  await expect(page.getByText("set: password")).toBeVisible();
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByText("The source does not work yet")).toBeVisible();

  await page.getByRole("button", { name: "Change" }).click();
  await expect(dialog.getByText("Set, and never shown")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("tab", { name: "Schedule" }).click();
  await page.getByRole("button", { name: "New schedule" }).click();
  await expect(dialog.getByText("Monday to Friday at 04:30")).toBeVisible();
  await expect(dialog.getByRole("listitem")).toHaveCount(5);
  await dialog.getByRole("button", { name: "Saturday" }).click();
  await dialog.getByRole("button", { name: "Create the schedule" }).click();
  await expect(page.getByText("30 4 * * mon,tue,wed,thu,fri,sat")).toBeVisible();
  const toggle = page.getByRole("switch");
  await toggle.click();
  await expect(page.getByText("It is switched off: nothing will run.")).toBeVisible();
  await page.reload();
  await expect(toggle).not.toBeChecked();
});

test("a supplier with imports says how it stands; its tabs are in the address", async ({ page }) => {
  await page.goto("/suppliers");
  const row = page.getByRole("row", { name: new RegExp(code) });
  await importFile(page.request, code, "grossiste-demo.csv", readFileSync(join(import.meta.dirname, "../../examples/grossiste-demo.csv")));
  await page.reload();
  await expect(row.getByText("Fine")).toBeVisible();
  await expect(row.getByRole("img", { name: /3,000 rows read/ })).toBeVisible();
  await row.getByRole("link").click();
  await expect(page.getByText(/The last import finished/)).toBeVisible();
  await expect(page.getByText("All 3,000 rows are accounted for")).toBeVisible();
  await page.getByRole("tab", { name: /^Offers/ }).click();
  await expect(page).toHaveURL(/tab=offers/);
  await expect(page.getByRole("table").getByRole("link").first()).toBeVisible();
  await page.getByLabel("Which offers").selectOption("withdrawn");
  await expect(page.getByText("No offer was withdrawn")).toBeVisible();
  await page.getByRole("tab", { name: "Settings" }).click();
  await expect(page.getByRole("button", { name: "Delete the supplier" })).toBeDisabled();
  await page.goBack();
  await expect(page.getByRole("tab", { name: /^Offers/ })).toHaveAttribute("aria-selected", "true");
});

test("axe finds nothing on the pages of suppliers", async ({ page }) => {
  test.setTimeout(480_000);
  const forms = ["?tab=sources&edit=new", "?tab=schedule&edit=new"].map((one) => `/suppliers/atelier-nord${one}`);
  const details = tabs.map((tab) => `/suppliers/${code}?tab=${tab}`);
  expect(await faultsOf(page, ["/suppliers", "/suppliers?new=true", `/suppliers/${code}`, ...details, ...forms])).toEqual({});
});
