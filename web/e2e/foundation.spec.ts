import { alone, expect, faults, faultsOf, listen, signIn, test } from "./support/app";
import { ownProgram } from "./support/program";

alone("a wrong password is refused with what to do, a page behind the sign-in is reached after it", async ({ page }) => {
  await page.goto("/profile");
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.locator("button[type=submit]").click();
  await expect(page.getByText("Enter the address of your account.")).toBeVisible();
  await page.locator("input[name=email]").fill("admin@localhost");
  await page.locator("input[name=password]").fill("a wrong password");
  await page.locator("button[type=submit]").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.locator("input[name=password]").fill("correct-horse-battery-1");
  await page.locator("button[type=submit]").click();
  await expect(page).toHaveURL(/\/profile$/);
});

alone("an empty system leads to the first import, and the dashboard follows it live", async ({ browser }, { parallelIndex }) => {
  await ownProgram(parallelIndex, async (start) => {
    const { address } = await start();
    const context = await browser.newContext({ baseURL: address });
    const page = await context.newPage();
    const complaints = listen(page);
    await signIn(page);
    await expect(page.getByRole("heading", { level: 1, name: "Welcome" })).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await page.getByRole("button", { name: "Try it with the example" }).click();
    await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}$/);
    await page.getByRole("link", { name: "Dashboard" }).first().click();
    const latest = page.locator("section", { has: page.getByRole("heading", { name: "Latest imports" }) });
    await expect(latest.getByText("Finished")).toBeVisible({ timeout: 80_000 });
    await expect(latest.getByRole("img", { name: /3,000 rows read: 2,940 created/ })).toBeVisible();
    await expect(page.getByText("54 rows wait to be corrected.")).toBeVisible();
    await expect(page.getByText("Your supplier is up to date")).toBeVisible();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test("the login survives a reload, and the token is nowhere a script could read it", async ({ page }) => {
  await page.goto("/");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dashboard");
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }));
  expect(kept).not.toContain("eyJ");
  expect(kept).not.toContain("si_refresh");
});

test("language and look are changed at once and kept", async ({ page }) => {
  await page.goto("/profile");
  await page.getByLabel("Language").selectOption("fr");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Profil");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.getByLabel("Apparence").selectOption("dark");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Profil");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => getComputedStyle(document.body).getPropertyValue("color-scheme"))).toBe("dark");
  await page.getByLabel("Langue").selectOption("en");
  await page.getByLabel("Appearance").selectOption("system");
});

test("everything is reached by keys", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/suppliers$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: /Page, supplier/ })).toBeFocused();
  await page.keyboard.type("health");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/system$/);
  await page.keyboard.press("/");
  await page.keyboard.type("rooibos");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/products\?search=rooibos/);
});

test("a list of ten thousand rows is walked, selected and sorted by keys", async ({ page }) => {
  await page.goto("/design");
  const table = page.getByRole("table", { name: "Table of examples" });
  await table.focus();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("End");
  await expect(table.locator('[data-index="9999"]')).toBeFocused();
  expect(await table.getByRole("row").count()).toBeLessThan(60);
  await table.getByRole("button", { name: "Rows" }).click();
  await expect(table.getByRole("columnheader", { name: /^Rows/ })).toHaveAttribute("aria-sort", "descending");
});

test("a question before deleting wants the word typed", async ({ page }) => {
  await page.goto("/design");
  await page.getByRole("button", { name: "Question before deleting" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Delete 3 sources" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("grossiste-demo");
  await dialog.getByRole("button", { name: "Delete 3 sources" }).click();
  await expect(dialog).toHaveCount(0);
});

test("axe finds nothing on the dashboard, the profile, all components and a page that is not there", async ({ page }) => {
  expect(await faultsOf(page, ["/", "/profile", "/design", "/nothing-here"])).toEqual({});
});

alone("axe finds nothing on the pages before the sign-in", async ({ page }) => {
  const complaints = listen(page);
  expect(await faultsOf(page, ["/sign-in", "/forgotten-password", "/reset-password", "/reset-password#token=example"])).toEqual({});
  expect(complaints).toEqual([]);
});

test("a lost network is said, and its return too", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText("You are offline.")).toHaveCount(0);
});

alone("signing out in one tab signs out the other", async ({ browser }) => {
  const context = await browser.newContext();
  const [one, two] = [await context.newPage(), await context.newPage()];
  await signIn(one);
  await two.goto("/profile");
  await expect(two.getByRole("heading", { level: 1 })).toHaveText("Profile");
  await one.getByRole("button", { name: /^Account of/ }).click();
  await one.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(one).toHaveURL(/sign-in/);
  await expect(two).toHaveURL(/sign-in/);
  await context.close();
});
