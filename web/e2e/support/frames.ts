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
