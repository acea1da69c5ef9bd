// From the sign-in to the products of a price list, over HTTPS through the proxy.
//
//   node web_journey.mjs PROJECT-FOLDER
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const project = process.argv[2];
const { chromium } = createRequire(join(project, "web/package.json"))("@playwright/test");
const site = process.env.BASE_URL;

/** Logins of one address are limited, and other steps sign in too: a person who came too early is told so, and waits. */
async function signIn(page) {
  for (let attempt = 1; ; attempt++) {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith("/auth/login")),
      page.locator("button[type=submit]").click(),
    ]);
    if (answer.status() !== 429 || attempt === 3) break;
    await page.getByRole("alert").waitFor();
    await page.waitForTimeout(1000 * Number(answer.headers()["retry-after"]));
  }
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  // The browser has authorities of its own and none of the tests'; what the certificate is worth, curl has looked at.
  const context = await browser.newContext({ baseURL: site, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints = [];
  const sockets = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && complaints.push(message.text()));
  page.on("websocket", (socket) => sockets.push(socket.url()));

  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(process.env.ADMIN_EMAIL);
  await page.locator("input[name=password]").fill(process.env.ADMIN_PASSWORD);
  await signIn(page);

  await page.goto("/imports/new");
  const file = readFileSync(join(project, "examples/grossiste-demo.csv"));
  await page.locator("input[type=file]").setInputFiles({ name: "tarif.csv", mimeType: "text/csv", buffer: file });
  await page.getByRole("heading", { name: "How the file is read" }).waitFor();
  assert.equal(await page.getByLabel("Encoding").inputValue(), "windows-1252");
  await page.getByRole("button", { name: "New supplier" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Grossiste Essai");
  await page.getByRole("button", { name: "Create the supplier" }).click();
  await page.getByRole("button", { name: "Go on to the columns" }).click();
  await page.getByRole("button", { name: "Check 3,000 rows" }).click();
  await page.getByRole("img", { name: /3,000 rows read: 2,940 created.*54 to correct, 6 skipped/ }).waitFor();
  await page.getByRole("button", { name: "Go on with 2,940 rows" }).click();
  await page.getByRole("button", { name: "Import 2,940 rows" }).click();
  await page.getByText("All 3,000 rows are accounted for").waitFor();

  await page.goto("/products");
  await page.getByRole("table").getByRole("row").nth(3).waitFor();
  assert.ok(sockets.some((url) => url.startsWith(site.replace("https:", "wss:"))), `no live connection over TLS: ${sockets}`);
  assert.deepEqual(complaints, [], "what the browser complained of");
  console.log("3,000 rows imported in the browser, live over a secure WebSocket");
} finally {
  await browser.close();
}
