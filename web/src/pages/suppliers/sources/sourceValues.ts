import { isSecret, type SourceField, type SourceKindForm } from "./sourceKinds";

/** What stands in the form, by the names of its fields. Secrets are what was typed; "" leaves a stored one as it is. */
export type SourceValues = Record<string, string | boolean>;
type Config = Record<string, unknown>;
export const headerSecret = "header.";

const isObject = (value: unknown): value is Config => typeof value === "object" && value !== null && !Array.isArray(value);
const within = (config: Config, path: string) => path.split(".").reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), config);

function loginOf(config: Config, secrets: readonly string[]) {
  if (config.user) return "user";
  if (config.oauth_token_url) return "oauth";
  return secrets.includes("token") ? "token" : "none";
}

/** The form as a stored source fills it, or as an empty one begins. */
export function valuesOf(form: SourceKindForm, stored: unknown = {}, secrets: readonly string[] = []): SourceValues {
  const config = isObject(stored) ? stored : {};
  return Object.fromEntries(
    form.fields.map((field): [string, string | boolean] => {
      const value = within(config, field.name);
      if (field.name === "login") return [field.name, loginOf(config, secrets)];
      if (field.is === "switch") return [field.name, value === true];
      if (field.is === "choice") return [field.name, typeof value === "string" ? value : (field.options?.[0] ?? "")];
      if (field.is === "pairs") return [field.name, isObject(value) ? Object.entries(value).map(([name, text]) => `${name}: ${String(text)}`).join("\n") : ""];
      return [field.name, isSecret(field) || value === undefined || value === null ? "" : String(value)];
    }),
  );
}

export const isAsked = (field: SourceField, values: SourceValues) => !field.when || field.when.is.includes(String(values[field.when.field]));

function put(config: Config, path: string, value: unknown) {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) config[name] = value;
  else put((config[name] ??= {}) as Config, rest.join("."), value);
}

/** "Accept: text/csv" a line -> headers. */
function pairsOf(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim());
  return Object.fromEntries(lines.map((line) => [line.split(":")[0]!.trim(), line.slice(line.indexOf(":") + 1).trim()]));
}

function configValue(field: SourceField, value: string | boolean | undefined): unknown {
  if (typeof value !== "string") return value || undefined;
  const text = value.trim();
  if (text === "" || (field.is === "choice" && text === field.options?.[0])) return undefined;
  if (field.is === "number") return Number(text);
  return field.is === "pairs" ? pairsOf(text) : text;
}

/** The config as the API takes it: only what was said. */
export function configOf(form: SourceKindForm, values: SourceValues): Config {
  const config: Config = {};
  for (const field of form.fields) {
    if (isSecret(field) || field.name === "login" || !isAsked(field, values)) continue;
    const value = configValue(field, values[field.name]);
    if (value !== undefined) put(config, field.name, value);
  }
  return config;
}

/** What was typed is set, what was removed or belongs to a way of logging in that was left is null; the rest stays. */
export function secretsOf(form: SourceKindForm, values: SourceValues, stored: readonly string[], removed: ReadonlySet<string>): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const field of form.fields.filter(isSecret)) {
    const typed = String(values[field.name] ?? "");
    const isLeft = !isAsked(field, values) || removed.has(field.name);
    if (isLeft && stored.includes(field.name)) changes[field.name] = null;
    else if (field.is === "secret_pairs") for (const [name, value] of Object.entries(pairsOf(typed))) changes[headerSecret + name] = value;
    else if (!isLeft && typed.trim()) changes[field.name] = typed;
  }
  for (const name of stored) if (name.startsWith(headerSecret) && removed.has(name)) changes[name] = null;
  return changes;
}

/** What is missing, before the server is asked: names of fields. */
export function missingOf(form: SourceKindForm, values: SourceValues): string[] {
  return form.fields.filter((field) => field.required && isAsked(field, values) && !String(values[field.name] ?? "").trim()).map((field) => field.name);
}

/** The fingerprint a test found, to be pinned. */
export function fingerprintIn(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const found = /SHA256:[A-Za-z0-9+/]{43}/.exec(text);
    if (found) return found[0];
  }
  return undefined;
}
