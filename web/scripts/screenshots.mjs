// Pictures of the pages in both themes and languages, of a program that serves them: `make screenshots`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const address = process.env.SCREENSHOTS_OF ?? "http://localhost:8000";
const folder = process.env.SCREENSHOTS_IN ?? new URL("../../build/screenshots", import.meta.url).pathname;
const pages = {
  dashboard: "/", wizard: "/imports/new", imports: "/imports", suppliers: "/suppliers", supplier: "/suppliers/grossiste-demo",
  products: "/products", jobs: "/jobs", notifications: "/notifications", reports: "/reports", settings: "/settings",
  system: "/system", profile: "/profile",
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
const page = await context.newPage();
await page.goto(`${address}/sign-in`);
await page.locator("input[name=email]").fill(process.env.SCREENSHOTS_EMAIL ?? "admin@localhost");
await page.locator("input[name=password]").fill(process.env.ADMIN_PASSWORD);
await page.locator("button[type=submit]").click();
await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
for (const theme of ["light", "dark"]) {
  for (const language of ["en", "fr"]) {
    await page.evaluate(([look, words]) => {
      localStorage.setItem("si.theme", JSON.stringify(look));
      localStorage.setItem("si.language", words);
    }, [theme, language]);
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(address + path);
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: join(folder, `${name}-${theme}-${language}.png`) });
    }
  }
}
await browser.close();
console.log(`screenshots: ${folder}`);
