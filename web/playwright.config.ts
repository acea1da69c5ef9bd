import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: true,
  // A machine that is busy with something else may be slow once; what fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  outputDir: "test-results",
  reporter: [["list"]],
  globalSetup: "./e2e/support/start.ts",
  use: {
    baseURL: `http://localhost:${process.env.WEB_PORT ?? 4173}`,
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
  },
});
