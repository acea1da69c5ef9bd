import { apiOf, exampleRows } from "./support/api";
import { expect, faultsOf, test } from "./support/app";

test("jobs are found by state, opened, and their filters survive a reload", async ({ page }) => {
  const api = await apiOf(page);
  await api.importText("jobs-demo", "good.csv", exampleRows(50));
  await api.importText("jobs-broken", "broken.csv", "\0\u0001\u0002not a price list");
  await page.goto("/jobs");
  const list = page.getByRole("table", { name: "Jobs", exact: true });
  await expect(list.getByRole("row", { name: /Import · jobs-demo/ }).getByText("Finished")).toBeVisible();
  await page.getByLabel("State").selectOption("failed");
  await expect(page).toHaveURL(/status=failed/);
  await page.reload();
  await expect(list.getByRole("row", { name: /Import · jobs-broken/ })).toBeVisible();
  await expect(list.getByRole("row", { name: /Import · jobs-demo/ })).toHaveCount(0);
  await list.getByRole("link", { name: "Import · jobs-broken" }).click();
  const dialog = page.getByRole("dialog", { name: "Import · jobs-broken" });
  await expect(dialog.getByText(/broken\.csv/).first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Run again" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/job=/);
});

test("a paused queue says so before and after, lets nothing begin, and goes on", async ({ page }) => {
  const api = await apiOf(page);
  await page.goto("/jobs?tab=queues");
  await page.getByRole("button", { name: "Pause the queue Imports" }).click();
  const question = page.getByRole("dialog", { name: "Pause the queue Imports" });
  await expect(question.getByText("This holds for every process of the installation.")).toBeVisible();
  await question.getByRole("button", { name: "Pause" }).click();
  const row = page.getByRole("row", { name: /^Imports/ });
  await expect(row.getByText("Paused")).toBeVisible();
  await api.send("POST", "/suppliers", { code: "jobs-paused" });
  const started = await api.send("POST", "/imports?supplier=jobs-paused&file_name=waits.csv", Buffer.from(exampleRows(20)), { "Content-Type": "text/csv" });
  await page.goto("/jobs?tab=queues");
  await expect(page.getByText(/1 job waits · 1 queue is paused/)).toBeVisible();
  expect((await api.send("GET", `/imports/${started.body.id}`)).body.status).toBe("waiting");
  await page.getByRole("button", { name: "Resume the queue Imports" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
  await expect(row.getByText("Open")).toBeVisible();
  await expect.poll(async () => (await api.send("GET", `/imports/${started.body.id}`)).body.status, { timeout: 20_000 }).toBe("finished");
});

test("a schedule shows its next times, is switched off and deleted", async ({ page }) => {
  const api = await apiOf(page);
  await api.send("POST", "/suppliers", { code: "jobs-plan" });
  const source = await api.send("POST", "/suppliers/jobs-plan/sources", { kind: "http", name: "Prices", config: { url: "https://example.com/p.csv" } });
  await api.send("POST", "/schedules", { name: "Prices at night", kind: "cron", expression: "30 4 * * *", job: { kind: "fetch", payload: { source_id: source.body.id } } });
  await page.goto("/jobs?tab=schedules");
  await page.getByRole("button", { name: "Next runs of Prices at night" }).click();
  await expect(page.getByRole("dialog", { name: "Next run" }).getByRole("listitem")).toHaveCount(5);
  await page.keyboard.press("Escape");
  await page.getByRole("switch", { name: "Prices at night begins by itself" }).click();
  await expect(page.getByRole("button", { name: "Next runs of Prices at night" })).toHaveText("Off");
  await page.getByRole("button", { name: "Delete the schedule Prices at night" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the schedule" }).click();
  await expect(page.getByText("Prices at night")).toHaveCount(0);
});

test("axe finds nothing on jobs, queues, workers and schedules", async ({ page }) => {
  expect(await faultsOf(page, ["jobs", "queues", "workers", "schedules"].map((tab) => `/jobs?tab=${tab}`))).toEqual({});
});
