import type { Page } from "@playwright/test";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string; data?: { frames?: { url?: string; processId?: number }[] } };
}

/**
 * The longest tasks of the page's main thread while something is done, in milliseconds of processor time: what a frame waits for.
 * Time a busy machine gives to others does not count, so the figure is the page's own.
 */
export async function longestTasks(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("There is no browser to measure.");
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const started = traceEvents.find((event) => event.name === "TracingStartedInBrowser");
  const process = started?.args?.data?.frames?.find((frame) => frame.url?.startsWith("http"))?.processId;
  const main = traceEvents.find((event) => event.ph === "M" && event.name === "thread_name" && event.args?.name === "CrRendererMain" && event.pid === process);
  if (!main) throw new Error("The main thread of the page is not in the trace.");
  const tasks = traceEvents.filter((event) => event.name === "RunTask" && event.pid === main.pid && event.tid === main.tid && event.tdur !== undefined);
  if (tasks.length === 0) throw new Error("The trace says nothing of the tasks.");
  return tasks.map((event) => (event.tdur ?? 0) / 1000).sort((one, two) => two - one);
}

/** Milliseconds the work of `paceOf` takes on two undisturbed cores of a server: there, the pace is 1. */
const usualFloor = 50;

/**
 * How much slower the browser is at this moment than usual, 1 or more: neighbours on the same processor slow its time too.
 * The floor is a page of cells made and laid out without any framework, the middle of nine.
 */
export async function paceOf(page: Page): Promise<number> {
  const draw = () => {
    const box = document.createElement("div");
    for (let row = 0; row < 200; row += 1) {
      const line = document.createElement("div");
      line.style.cssText = "display:flex;height:40px";
      for (let cell = 0; cell < 10; cell += 1) {
        const text = document.createElement("span");
        text.style.cssText = "flex:1 0 80px;overflow:hidden;text-overflow:ellipsis";
        text.textContent = `Cell ${row * cell} of the floor`;
        line.append(text);
      }
      box.append(line);
    }
    document.body.append(box);
    const { height } = box.getBoundingClientRect();
    box.remove();
    return height;
  };
  const tasks = await longestTasks(page, async () => {
    for (let turn = 0; turn < 9; turn += 1) await page.evaluate(draw);
  });
  return Math.max(1, (tasks[4] ?? 0) / usualFloor);
}
