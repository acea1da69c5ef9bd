import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";
import { admin } from "./start";

export { expect };

/** One login for all tests of a file: the server counts logins. */
export const test = base.extend<{ page: Page }, { signedIn: BrowserContext }>({
  signedIn: [
    async ({ browser }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await signIn(page);
      await page.close();
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  page: async ({ signedIn }, use) => {
    const page = await signedIn.newPage();
    const complaints = listen(page);
    await use(page);
    await page.close();
    expect(complaints, "what the browser complained of").toEqual([]);
  },
});

/** Faults of the page and what the Content-Security-Policy refused; not the answers and lost networks a test asks for. */
function listen(page: Page) {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

export async function signIn(page: Page, who = admin) {
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(who.email);
  await page.locator("input[name=password]").fill(who.password);
  await page.locator("button[type=submit]").click();
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).not.toHaveText(/Sign in|Se connecter/);
}

export async function setTheme(page: Page, theme: "light" | "dark") {
  await page.evaluate((value) => localStorage.setItem("si.theme", JSON.stringify(value)), theme);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

/** What axe finds, as one line each. */
export async function faults(page: Page) {
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} (${node.any[0]?.message ?? one.help})`));
}
