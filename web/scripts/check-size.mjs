// What a browser has to fetch before the dashboard shows must stay under 200 kB of compressed script.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const limit = 200_000;
const folder = process.env.WEB_OUT ?? "../build/web";
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
const entries = ["index.html", "src/pages/dashboard/DashboardPage.tsx", "src/i18n/en/common.json", "src/i18n/en/dashboard.json"];

const files = new Set();
const visit = (key) => {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest of ${folder}: name the entry as the build does.`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const other of chunk.imports ?? []) visit(other);
};
entries.forEach(visit);

let total = 0;
for (const file of files) total += gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
console.log(`First load: ${(total / 1000).toFixed(1)} kB of compressed script in ${files.size} files (limit ${limit / 1000} kB)`);
if (total > limit) {
  console.error("The first load is too large. Load what the first page does not show lazily.");
  process.exit(1);
}
