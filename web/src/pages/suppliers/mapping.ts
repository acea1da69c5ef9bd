/** A mapping document as lines: what each field is made of, and how. */
export interface MappingLine {
  target: string;
  /** The columns it is made of. */
  from: string;
  /** The rest of what is said of it: "number.decimal = ,". */
  how: string[];
}

type Json = unknown;
const isObject = (value: Json): value is Record<string, Json> => typeof value === "object" && value !== null && !Array.isArray(value);
const written = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));

function leaves(value: Json, path: string): string[] {
  if (!isObject(value)) return [path ? `${path} = ${written(value)}` : written(value)];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
}

/** A column alone and {"from": column} say the same. */
function lineOf(target: string, rule: Json): MappingLine {
  if (!isObject(rule)) return { target, from: Array.isArray(rule) ? rule.map(written).join(" + ") : written(rule), how: [] };
  const { from, ...rest } = rule;
  return { target, from: from === undefined ? "" : Array.isArray(from) ? from.map(written).join(" + ") : written(from), how: leaves(rest, "").sort() };
}

export function linesOf(document: Json): MappingLine[] {
  if (!isObject(document)) return [];
  const lines: MappingLine[] = [];
  for (const [part, content] of Object.entries(document)) {
    if (part === "fields" && isObject(content)) for (const [target, rule] of Object.entries(content)) lines.push(lineOf(target, rule));
    else if (isObject(content)) for (const [name, rule] of Object.entries(content)) lines.push(lineOf(`${part}.${name}`, rule));
    else lines.push({ target: part, from: written(content), how: [] });
  }
  return lines;
}

export const textOf = (line: MappingLine | undefined) => (line ? [line.from, ...line.how].filter(Boolean).join(" · ") : undefined);

export interface MappingChange {
  target: string;
  kind: "added" | "changed" | "removed";
  before: string | undefined;
  after: string | undefined;
}

/** What differs between two versions, by field. */
export function changesBetween(before: Json, after: Json): MappingChange[] {
  const old = new Map(linesOf(before).map((line) => [line.target, textOf(line)]));
  const now = new Map(linesOf(after).map((line) => [line.target, textOf(line)]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((target): MappingChange[] => {
    const [was, is] = [old.get(target), now.get(target)];
    if (was === is) return [];
    return [{ target, kind: was === undefined ? "added" : is === undefined ? "removed" : "changed", before: was, after: is }];
  });
}
