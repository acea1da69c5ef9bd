import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { alone, expect, listen } from "./support/app";
import { admin } from "./support/program";

const feed = join(import.meta.dirname, "../../examples/grossiste-demo.csv");

/** Tabs until the element has the focus, which must be seen. */
async function reach(page: Page, target: Locator) {
  await expect(target).toBeVisible({ timeout: 60_000 });
  await expect(target).toBeEnabled();
  const isThere = () => target.evaluate((node) => node === document.activeElement);
  for (let tabs = 0; tabs < 120 && !(await isThere()); tabs += 1) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
  // A box that is only heard shows its focus on the label around it.
  const isSeen = await target.evaluate((node) => [node, node.closest("label")].some((one) => one !== null && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2));
  expect(isSeen, "the focus is seen").toBe(true);
}

async function press(page: Page, target: Locator) {
  await reach(page, target);
  await page.keyboard.press("Enter");
}

alone("from the sign-in to a file that is understood and has its supplier, without a mouse", async ({ page }, { retry }) => {
  alone.setTimeout(120_000);
  const complaints = listen(page);
  await page.goto("/sign-in");
  await reach(page, page.locator("input[name=email]"));
  await page.keyboard.type(admin.email);
  await reach(page, page.locator("input[name=password]"));
  await page.keyboard.type(admin.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("navigation").first()).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("new import");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/imports\/new/);

  await reach(page, page.locator("input[type=file]"));
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(feed);
  await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible({ timeout: 30_000 });
  await press(page, page.getByRole("button", { name: "New supplier" }));
  await reach(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type(`By keys alone ${retry}`);
  await press(page, page.getByRole("button", { name: "Create the supplier" }));
  await expect(page.getByRole("button", { name: "Go on to the columns" })).toBeEnabled();
  expect(complaints).toEqual([]);
});
