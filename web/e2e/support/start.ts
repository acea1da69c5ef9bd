import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FullConfig } from "@playwright/test";
import { portOf, serversOf, startProgram } from "./program";

/** Starts a program with nothing in it for each of Playwright's workers. */
export default async function start({ workers }: FullConfig) {
  const folder = mkdtempSync(join(tmpdir(), "suppliers-import-e2e-"));
  const starts = await Promise.allSettled(
    Array.from({ length: workers }, (_, worker) => startProgram(mkdtempSync(join(folder, "program-")), portOf(worker), serversOf(worker))),
  );
  const stop = async () => {
    await Promise.all(starts.map((one) => one.status === "fulfilled" && one.value.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  const failed = starts.find((one) => one.status === "rejected");
  if (!failed) return stop;
  await stop();
  throw failed.reason;
}
