import { apiOf } from "./support/api";
import { alone, expect, faultsOf, signIn, test } from "./support/app";

const tabs = ["general", "rules", "users", "roles", "keys", "webhooks", "environment", "audit"];

test("a setting is saved, refused with its rule, never overwritten blindly, and given its default again", async ({ page }) => {
  const api = await apiOf(page);
  await page.goto("/settings?tab=rules");
  const row = page.getByRole("listitem").filter({ has: page.getByRole("textbox", { name: "Low stock" }) });
  const limit = row.getByRole("textbox", { name: "Low stock" });
  await limit.fill("-3");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("alert")).toContainText("Give a whole number from 0 to 1000000.");
  await limit.fill("12");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByText(/changed by admin@localhost/)).toBeVisible();
  await limit.fill("13");
  await api.send("PATCH", "/settings", { values: { stale_feed_days: 9 } });
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("alert")).toContainText("Somebody else changed this meanwhile");
  await page.reload();
  await row.getByRole("button", { name: "Low stock: back to the default" }).click();
  await expect(limit).toHaveValue("5");
});

alone("a person is invited, sets a password, may what is granted, and is shut out when disabled", async ({ browser }, { retry }) => {
  const email = `mara${retry || ""}@shop.example`;
  const [office, home] = [await browser.newContext(), await browser.newContext()];
  const [boss, person] = [await office.newPage(), await home.newPage()];
  await signIn(boss);
  await boss.goto("/settings?tab=users");
  await boss.getByRole("button", { name: "Invite a person" }).first().click();
  await boss.getByRole("dialog").getByLabel("E-mail address").fill(email);
  await boss.getByRole("dialog").getByLabel("Name").fill("Mara");
  await boss.getByRole("button", { name: "Create the invitation" }).click();
  const link = await boss.getByTestId("secret").innerText();
  await boss.getByRole("button", { name: "I have kept it" }).click();
  await expect(boss.getByRole("row", { name: email }).getByText("Invited")).toBeVisible();

  await person.goto(link);
  await person.locator("input[name=new_password]").fill("a-long-enough-password-9");
  await person.locator("button[type=submit]").click();
  await expect(person.locator("input[name=new_password]")).toHaveCount(0);
  await signIn(person, { email, password: "a-long-enough-password-9" });
  await person.goto("/jobs");
  await expect(person.getByText("You may not see this")).toBeVisible();
  await person.goto("/settings");
  await expect(person.getByRole("tab", { name: "Users" })).toHaveCount(0);

  await boss.getByRole("row", { name: email }).getByRole("button", { name: "Mara" }).click();
  const dialog = boss.getByRole("dialog", { name: "Mara" });
  await dialog.getByText("Exceptions from the role").click();
  await dialog.getByLabel("Exception: See jobs, workers and health").selectOption("granted");
  await dialog.getByRole("button", { name: "Save the exceptions" }).click();
  await expect(dialog.getByText("1 more, 0 fewer")).toBeVisible();
  await person.goto("/jobs");
  await expect(person.getByRole("tab", { name: "Queues" })).toBeVisible();

  await dialog.getByRole("button", { name: "Disable the account" }).click();
  await boss.getByRole("dialog", { name: "Disable the account" }).getByRole("button", { name: "Disable the account" }).click();
  await expect(dialog.getByRole("button", { name: "Let in again" })).toBeVisible();
  await person.goto("/jobs");
  await expect(person).toHaveURL(/sign-in/);
  await Promise.all([office.close(), home.close()]);
});

test("an API key is shown once, works as far as it may, and stops when revoked", async ({ page }) => {
  await page.goto("/settings?tab=keys");
  await page.getByRole("button", { name: "Create an API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create the key" }).click();
  await expect(dialog.getByText("Give the key a name.")).toBeVisible();
  await expect(dialog.getByText("Choose at least one permission.")).toBeVisible();
  await dialog.getByLabel("Name").fill("Shop");
  await dialog.getByLabel("See suppliers", { exact: true }).check();
  await dialog.getByRole("button", { name: "Create the key" }).click();
  const key = await page.getByTestId("secret").innerText();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(key)).toHaveCount(0);
  const ask = async (path: string) => (await page.request.get(`/api/v1${path}`, { headers: { "X-API-Key": key } })).status();
  expect(await ask("/suppliers")).toBe(200);
  expect(await ask("/products")).toBe(403);
  await page.getByRole("button", { name: "Revoke the key Shop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: /Shop/ }).getByText("Revoked")).toBeVisible();
  expect(await ask("/suppliers")).toBe(401);
});

test("a webhook is made, tested with what came of it, and deleted with its log", async ({ page }) => {
  await page.goto("/settings?tab=webhooks");
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("http://127.0.0.1:9/hook");
  await dialog.getByRole("button", { name: "Add the webhook" }).click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await dialog.getByLabel("Address").fill("https://receiver.invalid/hook");
  await dialog.getByLabel("Description").fill("Shop");
  await dialog.getByRole("button", { name: "Add the webhook" }).click();
  await expect(page.getByTestId("secret")).toHaveText(/^whsec_/);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByRole("dialog", { name: "Test" }).getByText(/host/i).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("table", { name: "What was sent" }).getByText("Failed")).toBeVisible();
  await page.getByRole("button", { name: "Delete the webhook" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the webhook" }).click();
  await expect(page.getByText("No webhook yet")).toBeVisible();
});

test("the audit trail says who changed what, narrowed by kind", async ({ page }) => {
  const api = await apiOf(page);
  for (const days of [60, 30]) await api.send("PATCH", "/settings", { values: { job_retention_days: days } });
  await page.goto("/settings?tab=audit");
  await page.getByLabel("What", { exact: true }).selectOption("settings.");
  await expect(page).toHaveURL(/action=settings/);
  await page.getByRole("button", { name: "settings.changed" }).first().click();
  await expect(page.getByRole("dialog").getByText("admin@localhost")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto("/settings?tab=environment&search=admin_password");
  await expect(page.getByRole("row", { name: /ADMIN_PASSWORD/ })).toBeVisible();
  await expect(page.getByText("correct-horse-battery-1")).toHaveCount(0);
});

test("axe finds nothing on the settings", async ({ page }) => {
  test.setTimeout(480_000);
  expect(await faultsOf(page, tabs.map((tab) => `/settings?tab=${tab}`))).toEqual({});
});
