import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, type ConsoleMessage, expect, type Page, type Request, test as base } from "@playwright/test";
import { addressOf, admin } from "./program";

export { expect };

/** A test that signs in by itself. */
export const alone = base.extend({
  // Playwright wants the first argument taken apart, even where nothing of it is used.
  baseURL: async ({}, use, { parallelIndex }) => use(addressOf(parallelIndex)),
});

/** One login for all tests of a file: the server counts logins. */
export const test = alone.extend<{ page: Page }, { signedIn: BrowserContext }>({
  signedIn: [
    async ({ browser }, use, { parallelIndex }) => {
      const context = await browser.newContext({ baseURL: addressOf(parallelIndex) });
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
    expect(complaints, "what the browser complained of, or asked of another host").toEqual([]);
  },
});

/** What each page has asked for and not been given yet. */
const pending = new WeakMap<Page, Set<Request>>();

const isWanted = (message: ConsoleMessage) => /status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text());

/** Faults of the page, what its Content-Security-Policy refused, requests elsewhere; not the answers and lost networks a test asks for. */
export function listen(page: Page) {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !isWanted(message)) complaints.push(message.text());
  });
  const asked = new Set<Request>();
  pending.set(page, asked);
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));
  page.on("request", (request) => {
    asked.add(request);
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "localhost") complaints.push(request.url());
  });
  return complaints;
}

/** Waits when the server has had too many logins in this minute, as a person would. */
export async function signIn(page: Page, who = admin) {
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(who.email);
  await page.locator("input[name=password]").fill(who.password);
  for (let tries = 0; tries < 5; tries += 1) {
    const answered = page.waitForResponse((response) => response.url().endsWith("/auth/login"));
    await page.locator("button[type=submit]").click();
    const answer = await answered;
    if (answer.status() !== 429) break;
    await page.waitForTimeout(Number(answer.headers()["retry-after"] ?? 1) * 1000);
  }
  await expect(page).not.toHaveURL(/sign-in/);
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
}

/** The page shows what it has: it has its texts and data, nothing is on the way, nothing moves any more. */
export async function settled(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  let before = "";
  let quietFor = 0;
  await expect
    .poll(
      async () => {
        const now = await page.evaluate(() => `${location.href} ${document.querySelectorAll("*").length} ${document.querySelectorAll(".animate-pulse").length}`);
        quietFor = (pending.get(page)?.size ?? 0) === 0 && now === before ? quietFor + 1 : 0;
        before = now;
        return quietFor;
      },
      { intervals: [40], message: "the page comes to rest" },
    )
    .toBeGreaterThan(2);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const passing = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map((one) => one.finished));
  });
}

type Theme = "light" | "dark";
/** As the app itself shows a theme, without loading the page again. */
const show = (page: Page, theme: Theme | undefined) =>
  page.evaluate((value) => {
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
  }, theme);

/** Rules whose outcome hangs on colours: the only ones that may differ between the themes, which are a table of colours and no more. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** What axe finds in the light theme, and of colours in the dark one, as one line each. */
export async function faults(page: Page) {
  const before = (await page.locator("html").getAttribute("data-theme")) as Theme | null;
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await show(page, theme);
    await settled(page);
    // There are no frames in a page of ours, and only what is wrong is of interest: both spare axe half its time.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
    const { violations } = await (theme === "light" ? axe : axe.withRules(colourRules)).analyze();
    found.push(...violations.flatMap((one) => one.nodes.map((node) => `${theme} ${one.id}: ${node.target.join(" ")} (${node.any[0]?.message ?? one.help})`)));
  }
  await show(page, before ?? undefined);
  return found;
}

/** How far the page is wider than a phone of 360 px. */
export async function overhang(page: Page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await settled(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (size) await page.setViewportSize(size);
  return Math.max(0, width);
}

/** What is wrong with each of the pages, by its path: axe in both themes, and the width on a phone. */
export async function faultsOf(page: Page, paths: readonly string[]) {
  const found: Record<string, string[]> = {};
  for (const path of paths) {
    await page.goto(path);
    await settled(page);
    const wrong = await faults(page);
    const wide = await overhang(page);
    if (wide > 0) wrong.push(`${wide} px wider than a phone`);
    if (wrong.length > 0) found[path] = wrong;
  }
  return found;
}
