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

test("suppliers and products are taken out as CSV and as a workbook", async ({ page }) => {
  const file = async (button: string) => {
    const begun = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const got = await begun;
    return { name: got.suggestedFilename(), text: await readFile(await got.path(), "utf8") };
  };
  await page.goto("/reports?tab=products&by=brand");
  const first = page.getByRole("region", { name: "Products" }).getByRole("row").nth(1);
  const brand = await first.getByRole("rowheader").innerText();
  const brands = await file("Download as CSV");
  expect(brands.name).toBe("products-by-brand.csv");
  expect(brands.text).toMatch(/^key,name,products\r\n/);
  expect(brands.text).toContain(brand.includes(",") ? `"${brand}"` : brand);
  await page.goto("/reports?tab=suppliers&from=2026-01-01&to=2026-01-31");
  expect((await file("Download as CSV")).text).toContain("report-demo,");
  for (const tab of ["suppliers&from=2026-01-01&to=2026-01-31", "products"]) {
    await page.goto(`/reports?tab=${tab}`);
    const workbook = await file("Download for Excel");
    expect(workbook.name).toMatch(/^(suppliers-2026-01-01-2026-01-31|products-by-supplier)\.xlsx$/);
    expect(workbook.text).toMatch(/^PK/);
  }
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
