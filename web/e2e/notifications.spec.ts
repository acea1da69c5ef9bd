import { apiOf, exampleRows } from "./support/api";
import { expect, faultsOf, test } from "./support/app";

test("news come by themselves, are read one by one and all at once", async ({ page }) => {
  const api = await apiOf(page);
  await api.send("POST", "/notifications/read-all");
  await page.goto("/notifications");
  await expect(page.getByText("You have read everything").first()).toBeVisible();
  await api.importText("news-demo", "monday.csv", exampleRows(30));
  const title = page.getByRole("button", { name: /Import of news-demo finished/ }).first();
  await expect(title).toBeVisible();
  await expect(page.getByText("1 notification is new")).toBeVisible();
  await api.importText("news-demo", "tuesday.csv", exampleRows(40));
  await expect(page.getByText("2 notifications are new")).toBeVisible();
  await page.getByRole("button", { name: "Mark as read: Import of news-demo finished" }).first().click();
  await expect(page.getByText("1 notification is new")).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("link", { name: "Notifications", exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Show all notifications" }).click();
  await title.click();
  await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}/);
});

test("what one is told is kept at once and written in one's language", async ({ page }) => {
  await (await apiOf(page)).importText("news-demo", "wednesday.csv", exampleRows(50));
  await page.goto("/notifications?tab=preferences");
  const mail = page.getByRole("switch", { name: "By mail: An import has finished" });
  await expect(mail).not.toBeChecked();
  const kept = page.waitForResponse((response) => response.url().endsWith("/notifications/preferences") && response.request().method() === "PATCH");
  await mail.click();
  expect((await kept).status()).toBe(200);
  await page.reload();
  await expect(mail).toBeChecked();
  await mail.click();
  await page.evaluate(() => localStorage.setItem("si.language", "fr"));
  await page.goto("/notifications?show=all");
  await expect(page.getByRole("button", { name: "Import de news-demo terminé" }).first()).toBeVisible();
  await page.evaluate(() => localStorage.setItem("si.language", "en"));
});

test("axe finds nothing on news and preferences", async ({ page }) => {
  expect(await faultsOf(page, ["/notifications", "/notifications?show=all", "/notifications?tab=preferences"])).toEqual({});
});
