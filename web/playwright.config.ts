import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  // A measurement, run by itself with `npm run scroll` on a quiet machine.
  testIgnore: process.env.SCROLL_ROWS ? [] : ["scroll.spec.ts"],
  timeout: 240_000,
  expect: { timeout: 20_000 },
  // Two, each with a program of its own: as many as CI has cores.
  workers: Number(process.env.WEB_TEST_WORKERS ?? 2),
  forbidOnly: true,
  // A machine that is busy with something else may be slow once; what fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  outputDir: "test-results",
  reporter: [["list"]],
  globalSetup: "./e2e/support/start.ts",
  use: {
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
  },
});
