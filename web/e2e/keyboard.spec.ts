import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { alone, expect, listen } from "./support/app";
import { admin } from "./support/program";

const feed = join(import.meta.dirname, "../../examples/grossiste-demo.csv");

/** Tabs until the element has the focus, which must be seen. */
async function reach(page: Page, target: Locator, key = "Tab") {
  await expect(target).toBeVisible({ timeout: 120_000 });
  await expect(target).toBeEnabled();
  const isThere = () => target.evaluate((node) => node === document.activeElement);
  for (let tabs = 0; tabs < 120 && !(await isThere()); tabs += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
  // A box that is only heard shows its focus on the label around it.
  const isSeen = await target.evaluate((node) => [node, node.closest("label")].some((one) => one !== null && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2));
  expect(isSeen, "the focus is seen").toBe(true);
}

async function press(page: Page, target: Locator, key?: string) {
  await reach(page, target, key);
  await page.keyboard.press("Enter");
}

alone("from the sign-in to an imported file and a corrected row, without a mouse", async ({ page }, { retry }) => {
  alone.setTimeout(480_000);
  const complaints = listen(page);
  await page.goto("/sign-in");
  await reach(page, page.locator("input[name=email]"));
  await page.keyboard.type(admin.email);
  await reach(page, page.locator("input[name=password]"));
  await page.keyboard.type(admin.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation").first()).toBeVisible({ timeout: 120_000 });

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("new import");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/imports\/new/);

  await reach(page, page.locator("input[type=file]"));
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(feed);
  await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible({ timeout: 60_000 });
  const step = (name: string) => page.getByRole("heading", { level: 2, name, exact: true });
  await expect(step("File")).toBeFocused();
  await press(page, page.getByRole("button", { name: "New supplier" }));
  await reach(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type(`By keys alone ${retry}`);
  await press(page, page.getByRole("button", { name: "Create the supplier" }));
  await expect(page.getByRole("button", { name: "New supplier" }), "a dialog gives the focus back").toBeFocused();
  await press(page, page.getByRole("button", { name: "Go on to the columns" }));

  await expect(step("Columns")).toBeFocused();
  const image = page.getByRole("combobox", { name: "Where image goes" });
  await press(page, image);
  await page.keyboard.type("attribute");
  await page.keyboard.press("Enter");
  await expect(image).toHaveText("Keep as an attribute");
  await expect(image).toBeFocused();
  await press(page, page.getByRole("button", { name: "Check 3,000 rows" }));
  await expect(step("Check")).toBeFocused({ timeout: 60_000 });
  await press(page, page.getByRole("button", { name: "Go on with 2,940 rows" }));
  await expect(step("Import")).toBeFocused();
  await press(page, page.getByRole("button", { name: "Import 2,940 rows" }));
  await expect(page.getByText("All 3,000 rows are accounted for")).toBeVisible({ timeout: 120_000 });
  await expect(step("Import"), "the heading, once the button is gone").toBeFocused();

  await reach(page, page.getByRole("textbox", { name: "Row 58, stock" }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("100");
  await press(page, page.getByRole("button", { name: "Import 1 corrected row" }), "Shift+Tab");
  await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("img", { name: /1 rows read: 1 created/ })).toBeVisible({ timeout: 120_000 });
  expect(complaints).toEqual([]);
});
