import type { Rule, Step } from "./mapping";

/** A setting of a step: how it is asked for. */
interface Setting {
  name: string;
  kind: "text" | "number" | "table" | readonly string[];
  isNeeded?: boolean;
  initial?: string;
}
const text = (name: string, isNeeded = true): Setting => ({ name, kind: "text", isNeeded });
const number = (name: string, initial?: string): Setting => ({ name, kind: "number", isNeeded: initial === undefined, initial });
const weights = ["mg", "g", "kg", "t", "oz", "lb"] as const;

/** The steps there are, in the order people look for them, with what each has to know. docs/mapping.md says what they do. */
export const steps = {
  trim: [],
  replace: [text("find"), text("with", false)],
  lookup: [{ name: "table", kind: "table", isNeeded: true }, { name: "otherwise", kind: ["reject", "keep", "blank"], initial: "reject" }],
  default: [text("value")],
  availability: [],
  number: [],
  multiply: [number("by")],
  divide: [number("by")],
  add: [number("by")],
  subtract: [number("by")],
  round: [number("decimals", "2")],
  ex_vat: [number("rate")],
  inc_vat: [number("rate")],
  unit: [{ name: "from", kind: weights, initial: "g" }, { name: "to", kind: weights, initial: "g" }],
  split: [text("separator"), { name: "index", kind: "text", initial: "1" }],
  prefix: [text("text")],
  suffix: [text("text")],
  digits_only: [],
  left_pad: [number("width")],
  upper: [],
  lower: [],
  title: [],
  capitalise: [],
  strip_html: [],
  date: [{ name: "order", kind: ["dmy", "mdy", "ymd"], initial: "dmy" }],
  currency: [],
} as const satisfies Record<string, readonly Setting[]>;
export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];
export const isStep = (name: string): name is StepName => name in steps;
export const settingsOf = (name: StepName): readonly Setting[] => steps[name];

export const stepOf = (step: string | Step): Step => (typeof step === "string" ? { do: step } : step);
export const written = (step: Step): string | Step => (Object.keys(step).length === 1 ? step.do : step);

export function newStep(name: StepName): Step {
  const initial = settingsOf(name).flatMap((one) => (one.kind === "table" ? [[one.name, {}]] : one.initial !== undefined && one.isNeeded ? [[one.name, one.initial]] : []));
  const order = name === "date" ? { order: "dmy" } : {};
  return { do: name, ...Object.fromEntries(initial), ...order };
}

/** Whether a step has all it has to know; others are not applied yet. */
export function isComplete(step: Step): boolean {
  if (!isStep(step.do)) return true;
  return settingsOf(step.do).every((one) => {
    const value = step[one.name];
    if (!one.isNeeded) return true;
    return one.kind === "table" ? Object.keys((value as object | undefined) ?? {}).length > 0 : value !== undefined && value !== "";
  });
}

/** What a value becomes: a text, the reason it would be refused, or nothing that can be told here. */
export type Outcome = { text: string } | { refused: "not_a_number" | "not_in_lookup" | "not_a_date" } | { unknown: true };

type Style = { decimal?: string; thousands?: string };

/** The number a text stands for, as its column writes numbers; digits that mean something else are not guessed at. */
export function readNumber(value: string, style: Style = {}): number | null {
  const bare = value.replace(/[\s'’€$£¥%]|[A-Z]{3}/g, "");
  const isNegative = /^-|-$|^\(.*\)$/.test(bare);
  const digits = bare.replace(/^[+\-(]+|[-)]+$/g, "");
  const decimal = style.decimal ?? ".";
  const other = decimal === "," ? "." : ",";
  const [whole = "", fraction, ...more] = digits.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
  const groups = whole.split(other);
  const mayGroup = fraction !== undefined || style.thousands === other;
  if (groups.length > 1 && (!mayGroup || !groups.slice(1).every((group) => group.length === 3))) return null;
  if (!/^\d*$/.test(groups.join("")) || (groups.join("") === "" && fraction === undefined)) return null;
  const parsed = Number(`${groups.join("") || "0"}.${fraction ?? "0"}`);
  return isNegative ? -parsed : parsed;
}

/** Sums in floating point end in noise such as 0.30000000000000004. */
const plain = (value: number) => String(Number(value.toFixed(10)));
const rounded = (value: number, decimals: number) => {
  const factor = 10 ** decimals;
  return Math.sign(value) * (Math.round(Math.abs(value) * factor + 1e-9) / factor);
};

type Change = (value: string, step: Step, style: Style) => Outcome;
const toText = (change: (value: string, step: Step) => string): Change => (value, step) => ({ text: change(value, step) });
const toNumber = (change: (value: number, by: number) => number, setting = "by"): Change => (value, step, style) => {
  const read = readNumber(value, style);
  return read === null ? { refused: "not_a_number" } : { text: plain(change(read, Number(step[setting] ?? 2))) };
};
const firstUp = (value: string) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase();

const changes: Partial<Record<StepName, Change>> = {
  trim: toText((value) => value.trim()),
  upper: toText((value) => value.toUpperCase()),
  lower: toText((value) => value.toLowerCase()),
  capitalise: toText(firstUp),
  title: toText((value) => value.replace(/\p{L}[\p{L}\p{M}'’]*/gu, firstUp)),
  digits_only: toText((value) => value.replace(/\D/g, "")),
  left_pad: toText((value, step) => value.padStart(Number(step.width), String(step.with ?? "0"))),
  prefix: toText((value, step) => `${String(step.text)}${value}`),
  suffix: toText((value, step) => `${value}${String(step.text)}`),
  replace: toText((value, step) => {
    if (step.whole === true) return value === step.find ? String(step.with ?? "") : value;
    return value.replaceAll(String(step.find), String(step.with ?? ""));
  }),
  split: toText((value, step) => {
    const parts = value.split(String(step.separator));
    return (step.index === "last" ? parts.at(-1) : parts[Number(step.index ?? 1) - 1]) ?? "";
  }),
  lookup: (value, step) => {
    const entry = Object.entries(step.table as Record<string, unknown>).find(([key]) => key.toLowerCase() === value.trim().toLowerCase());
    if (entry) return { text: String(entry[1]) };
    return step.otherwise === "keep" ? { text: value } : step.otherwise === "blank" ? { text: "" } : { refused: "not_in_lookup" };
  },
  number: toNumber((value) => value),
  multiply: toNumber((value, by) => value * by),
  divide: toNumber((value, by) => value / by),
  add: toNumber((value, by) => value + by),
  subtract: toNumber((value, by) => value - by),
  round: toNumber(rounded, "decimals"),
  ex_vat: toNumber((value, rate) => value / (1 + rate / 100), "rate"),
  inc_vat: toNumber((value, rate) => value * (1 + rate / 100), "rate"),
};

/** Shows what steps make of a sample. The check of the whole file is what counts; steps only the program knows are not guessed. */
export function preview(value: string, rule: Rule, isNumber: boolean): Outcome {
  let now = value.trim();
  let style: Style = rule.number ?? {};
  for (const one of rule.transforms ?? []) {
    const step = stepOf(one);
    if (!isComplete(step)) continue;
    if (step.do === "default") now = now === "" ? String(step.value) : now;
    if (step.do === "default" || now === "") continue;
    const change = isStep(step.do) ? changes[step.do] : undefined;
    if (!change) return { unknown: true };
    const outcome = change(now, step, style);
    if (!("text" in outcome)) return outcome;
    if (change === changes[step.do as StepName] && calculates(step.do)) style = {};
    now = outcome.text;
  }
  if (!isNumber || now === "") return { text: now };
  const read = readNumber(now, style);
  return read === null ? { refused: "not_a_number" } : { text: plain(read) };
}

/** Such a step leaves a plain number behind it, whatever the column's style. */
const calculates = (name: string) => ["number", "multiply", "divide", "add", "subtract", "round", "ex_vat", "inc_vat"].includes(name);
