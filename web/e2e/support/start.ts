import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const admin = { email: "admin@localhost", password: "correct-horse-battery-1" };
const root = join(import.meta.dirname, "../../..");

/** Starts the real program with nothing in it; it serves the built pages itself. */
export default async function start() {
  const folder = mkdtempSync(join(tmpdir(), "suppliers-import-e2e-"));
  const program = process.env.PROGRAM ?? join(root, "build/dev/suppliers-import");
  const port = process.env.WEB_PORT ?? "4173";
  const server = spawn(program, ["serve"], {
    cwd: folder,
    env: {
      ...process.env, ...servers(), DATA_DIR: folder, PORT: port, ADMIN_PASSWORD: admin.password,
      WEB_DIR: process.env.WEB_OUT ?? join(root, "build/web"), RATE_LIMIT_ANONYMOUS: "0", RATE_LIMIT_SIGNED_IN: "0",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  server.stdout.on("data", (text) => said.push(String(text)));
  server.stderr.on("data", (text) => said.push(String(text)));
  const address = `http://localhost:${port}`;
  process.env.E2E_API = address;
  await untilReady(`${address}/health/ready`, server, said);
  return async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** With WEB_ON_SERVERS: six new databases on the PostgreSQL server of the tests, and their Redis. */
function servers(): Record<string, string> {
  if (!process.env.WEB_ON_SERVERS) return {};
  const postgres = process.env.TEST_POSTGRES_URL;
  const redis = process.env.TEST_REDIS_URL;
  if (!postgres || !redis) throw new Error("WEB_ON_SERVERS needs TEST_POSTGRES_URL and TEST_REDIS_URL: run scripts/run-web-tests.");
  const names = { DATABASE_URL: "main", DB_CATALOG_URL: "catalog", DB_IMPORTS_URL: "imports", DB_MEDIA_URL: "media",
    DB_CODE2ASIN_URL: "code2asin", DB_ANALYTICS_URL: "analytics" };
  const own = `web_${process.pid}`;
  const settings: Record<string, string> = { REDIS_URL: redis };
  for (const [variable, name] of Object.entries(names)) {
    execFileSync("psql", [postgres, "--quiet", "-c", `CREATE DATABASE ${own}_${name} TEMPLATE template0`]);
    settings[variable] = `${postgres.slice(0, postgres.lastIndexOf("/"))}/${own}_${name}`;
  }
  return settings;
}

async function untilReady(address: string, server: ChildProcess, said: readonly string[]) {
  for (let tries = 0; tries < 150; tries += 1) {
    if (server.exitCode !== null) throw new Error(`The program ended with ${server.exitCode}:\n${said.join("")}`);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The program was not ready within 30 seconds:\n${said.join("")}`);
}
