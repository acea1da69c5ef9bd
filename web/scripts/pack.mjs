// Packs the built files once, so that the program need not: app.js.br and app.js.gz beside app.js.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = join(process.env.WEB_OUT ?? new URL("../../build/web", import.meta.url).pathname, "assets");
const smallest = 1024;

for (const name of readdirSync(folder)) {
  const file = join(folder, name);
  if (!/\.(js|css|svg|csv|json)$/.test(name) || statSync(file).size < smallest) continue;
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
