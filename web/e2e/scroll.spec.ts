import type { Page } from "@playwright/test";
import { expect, settled, test } from "./support/app";
import { importFile } from "./support/feeds";
import { longestTasks, paceOf } from "./support/frames";

/** `npm run scroll` asks for many more. */
const rows = Number(process.env.SCROLL_ROWS ?? 1_500);
/** Milliseconds at the usual pace of a machine. */
const limit = 50;

function feed() {
  const goods = ["Kettle", "Teapot", "Spoon", "Toaster", "Lamp", "Curtain", "Garden chair"];
  const lines = Array.from({ length: rows }, (_, row) => `SC-${row};${goods[row % goods.length]} of the long list, number ${row};Kolvik;${(row % 900) + 1},90;${row % 40}`);
  return Buffer.from(`reference;designation;marque;prix;stock\n${lines.join("\n")}\n`);
}

/** Wheels through what is loaded, faster than a hand, and jumps like the bar at the side. */
async function roam(page: Page, list: ReturnType<Page["getByRole"]>) {
  await list.hover();
  for (let turn = 0; turn < 40; turn += 1) {
    await page.mouse.wheel(0, turn % 10 === 9 ? -2_000 : 900);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  for (const share of [0.9, 0.1, 0.5, 0.3, 0.7, 0]) {
    await list.evaluate((node, at) => new Promise((done) => {
      node.scrollTop = node.scrollHeight * at;
      requestAnimationFrame(() => requestAnimationFrame(done));
    }), share);
  }
}

/** Goes to the end until there is no more to load. */
async function toTheEnd(list: ReturnType<Page["getByRole"]>) {
  await expect
    .poll(() => list.evaluate((node) => {
      node.scrollTop = node.scrollHeight;
      return Number(node.getAttribute("aria-rowcount"));
    }), { intervals: [50], timeout: rows * 20 })
    .toBeGreaterThan(0);
}

function judge(what: string, tasks: number[], pace: number) {
  const shown = tasks.slice(0, 5).map((one) => one.toFixed(1)).join(", ");
  test.info().annotations.push({ type: what, description: `longest tasks: ${shown} ms, pace ${pace.toFixed(2)}` });
  if (process.env.SCROLL_ROWS) console.log(`${what}: ${tasks.length} tasks, the longest ${shown} ms of processor time, pace ${pace.toFixed(2)}`);
  expect.soft((tasks[0] ?? 0) / pace, `the longest task while ${what}, at the usual pace`).toBeLessThan(limit);
}

test("a long list of products is loaded and scrolled without a frame over 50 ms", async ({ page }) => {
  test.setTimeout(120_000 + rows * 60);
  await importFile(page.request, "scroll-demo", "scroll.csv", feed(), 60_000 + rows * 5);
  await page.goto("/products?supplier=scroll-demo");
  await settled(page);
  const list = page.getByRole("table", { name: "Products" });
  await list.hover();

  const before = await paceOf(page);
  const loading = await longestTasks(page, () => toTheEnd(list));
  expect(Number(await list.getAttribute("aria-rowcount"))).toBe(rows + 1);
  const between = await paceOf(page);
  const scrolling = await longestTasks(page, () => roam(page, list));
  const after = await paceOf(page);

  judge(`loading ${rows} rows`, loading, (before + between) / 2);
  judge(`scrolling ${rows} rows`, scrolling, (between + after) / 2);
  expect(await list.getByRole("row").count(), "rows that are drawn").toBeLessThan(80);
});
