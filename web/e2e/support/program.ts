import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const admin = { email: "admin@localhost", password: "correct-horse-battery-1" };
const root = join(import.meta.dirname, "../../..");
const firstPort = Number(process.env.WEB_PORT ?? 4173);

/** Each of Playwright's workers has a program, a folder and databases of its own. */
export const portOf = (worker: number) => firstPort + worker;
export const addressOf = (worker: number) => `http://localhost:${portOf(worker)}`;

export interface Program {
  address: string;
  /** Told to end: hands over what it does. */
  stop: () => Promise<void>;
  /** kill -9: nothing is handed over. */
  kill: () => Promise<void>;
}

/** The real program on a folder; it serves the built pages itself. */
export async function startProgram(folder: string, port: number, more: Record<string, string> = {}): Promise<Program> {
  const server = spawn(process.env.PROGRAM ?? join(root, "build/dev/suppliers-import"), ["serve"], {
    cwd: folder,
    env: {
      ...process.env, DATA_DIR: folder, PORT: String(port), ADMIN_PASSWORD: admin.password,
      WEB_DIR: process.env.WEB_OUT ?? join(root, "build/web"), RATE_LIMIT_ANONYMOUS: "0", RATE_LIMIT_SIGNED_IN: "0", ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  server.stdout.on("data", (text) => said.push(String(text)));
  server.stderr.on("data", (text) => said.push(String(text)));
  const address = `http://localhost:${port}`;
  const end = (signal: NodeJS.Signals) => async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
  };
  await untilReady(`${address}/health/ready`, server, said);
  return { address, stop: end("SIGTERM"), kill: end("SIGKILL") };
}

/** With WEB_ON_SERVERS: six new databases on the PostgreSQL server of the tests, and a part of their Redis. */
export function serversOf(worker: number): Record<string, string> {
  if (!process.env.WEB_ON_SERVERS) return {};
  const postgres = process.env.TEST_POSTGRES_URL;
  const redis = process.env.TEST_REDIS_URL;
  if (!postgres || !redis) throw new Error("WEB_ON_SERVERS needs TEST_POSTGRES_URL and TEST_REDIS_URL: run scripts/run-web-tests.");
  const names = { DATABASE_URL: "main", DB_CATALOG_URL: "catalog", DB_IMPORTS_URL: "imports", DB_MEDIA_URL: "media",
    DB_CODE2ASIN_URL: "code2asin", DB_ANALYTICS_URL: "analytics" };
  const own = `web_${process.pid}_${worker}`;
  const settings: Record<string, string> = { REDIS_URL: new URL(`/${worker}`, redis).href };
  // An earlier try may have left something there.
  execFileSync("redis-cli", ["-e", "-u", settings.REDIS_URL!, "FLUSHDB"]);
  for (const [variable, name] of Object.entries(names)) {
    execFileSync("psql", [postgres, "--quiet", "-c", `CREATE DATABASE ${own}_${name} TEMPLATE template0`]);
    settings[variable] = `${postgres.slice(0, postgres.lastIndexOf("/"))}/${own}_${name}`;
  }
  return settings;
}

let ownPrograms = 0;

/** A new, empty program of one test's own, beside those the tests share: it may be stopped and started, and a second try begins anew. */
export async function ownProgram(parallelIndex: number, use: (start: (more?: Record<string, string>) => Promise<Program>) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), "suppliers-import-own-"));
  // Two workers share the numbers from 8 on; Redis has 16.
  const number = 8 + 2 * ownPrograms++ + parallelIndex;
  const servers = serversOf(number);
  let program: Program | undefined;
  try {
    await use(async (more) => (program = await startProgram(folder, portOf(number), { ...servers, ...more })));
  } finally {
    await program?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilReady(address: string, server: ChildProcess, said: readonly string[]) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`The program ended with ${server.exitCode}:\n${said.join("")}`);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The program was not ready within a minute:\n${said.join("")}`);
}
