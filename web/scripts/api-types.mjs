// Writes the types of the API, and the codes of its problems, from the description the given program prints.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const program = process.argv[2];
if (!program) {
  console.error("Name the program whose API is meant: npm run api -- ../build/release/suppliers-import");
  process.exit(2);
}
const target = new URL("../src/api/schema.d.ts", import.meta.url);
const description = JSON.parse(execFileSync(program, ["openapi"], { maxBuffer: 64 * 1024 * 1024 }).toString());
const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
const codes = new Set(operations.flatMap(({ responses = {} }) => Object.values(responses).flatMap((one) => one["x-problem-codes"] ?? [])));
writeFileSync(new URL("../src/api/problem-codes.json", import.meta.url), `${JSON.stringify([...codes].sort(), null, 2)}\n`);

const text = `// Made from the program's OpenAPI description. Not kept in git.\n${astToString(await openapiTS(description))}`;
if (existsSync(target) && readFileSync(target, "utf8") === text) {
  console.log("API types: unchanged");
} else {
  writeFileSync(target, text);
  console.log(`API types: ${Object.keys(description.paths).length} paths`);
}
