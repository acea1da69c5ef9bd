import { readFile } from "node:fs/promises";
import { apiOf, exampleRows } from "./support/api";
import { expect, faultsOf, test } from "./support/app";

test("figures are narrowed, kept in the address, and taken out as CSV", async ({ page }) => {
  const api = await apiOf(page);
  await api.importText("report-demo", "report.csv", exampleRows(60));
  await page.goto("/reports?group=supplier&supplier=report-demo");
  const table = page.getByRole("region", { name: "Imports" });
  await expect(table.getByRole("row", { name: /report-demo/ })).toContainText("100%");
  const server = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  expect(await readFile(await (await server).path(), "utf8")).toContain("report-demo");
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(page).toHaveURL(/supplier=report-demo/);
  await page.goto("/reports?from=2020-01-01&to=2020-01-31");
  await expect(page.getByText("No import in this period")).toBeVisible();
});

test("products are counted by brand, and the list is a file a spreadsheet reads", async ({ page }) => {
  await page.goto("/reports?tab=products&by=brand");
  const first = page.getByRole("region", { name: "Products" }).getByRole("row").nth(1);
  const brand = await first.getByRole("rowheader").innerText();
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const text = await readFile(await (await file).path(), "utf8");
  expect(text.startsWith("\uFEFFBrand,Products\r\n")).toBe(true);
  expect(text).toContain(brand.includes(",") ? `"${brand}"` : brand);
});

test("on paper there is the report and nothing of the frame", async ({ page }) => {
  await page.goto("/reports?tab=suppliers");
  await expect(page.getByRole("region", { name: "Suppliers" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("region", { name: "Suppliers" })).toBeVisible();
  await expect(page.getByText(/^From .* to /)).toBeVisible();
  await expect(page.getByRole("button", { name: "Print or save as PDF" })).toBeHidden();
  await expect(page.getByRole("tablist")).toBeHidden();
  await expect(page.getByRole("navigation").first()).toBeHidden();
  await page.emulateMedia({ media: "screen" });
});

test("axe finds nothing on the reports", async ({ page }) => {
  expect(await faultsOf(page, ["imports", "suppliers", "products"].map((tab) => `/reports?tab=${tab}`))).toEqual({});
});
