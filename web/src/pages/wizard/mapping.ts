import { type FieldName, fields, numericFields } from "@/components/imports";
import type { Schema } from "@/api";

export type Column = Schema<"imports.ColumnView">;
export type Detected = Omit<Schema<"imports.DetectedView">, "mapping"> & {
  mapping: MappingDocument;
};
export type Step = { do: string } & Record<string, unknown>;

export interface Rule {
  from?: string | string[];
  join?: string;
  transforms?: (string | Step)[];
  number?: { decimal?: string; thousands?: string };
  unit?: string;
  on_blank?: "clear" | "keep";
}

/** What detection gets wrong, said by a person. */
export interface FileHints {
  encoding?: string;
  delimiter?: string;
  header_row?: number;
  sheet?: string;
  zip_entry?: string;
  record_path?: string;
}

/** How one supplier's files become offers, as docs/mapping.md describes it. Members not edited here are carried along. */
export interface MappingDocument {
  file?: FileHints;
  fields: Partial<Record<FieldName, string | Rule>>;
  attributes?: Record<string, string | Rule>;
  rules?: Record<string, string>;
  [other: string]: unknown;
}

/** Where a column goes: a field, or an attribute kept beside the fields. */
export interface Target {
  kind: "field" | "attribute";
  name: string;
}

export const ruleOf = (rule: string | Rule | undefined): Rule => (typeof rule === "string" ? { from: rule } : (rule ?? {}));

export function columnsOf(rule: string | Rule | undefined): string[] {
  const { from } = ruleOf(rule);
  return from === undefined ? [] : Array.isArray(from) ? from : [from];
}

/** The shortest way to write a rule, so that equal rules are equal texts. */
function tidy(rule: Rule): string | Rule {
  const kept = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0))) as Rule;
  if (Array.isArray(kept.from) && kept.from.length === 1) kept.from = kept.from[0];
  return Object.keys(kept).length === 1 && typeof kept.from === "string" ? kept.from : kept;
}

export function targetsOf(document: MappingDocument, column: string): Target[] {
  const inFields = fields.filter((name) => columnsOf(document.fields[name]).includes(column)).map((name): Target => ({ kind: "field", name }));
  const inAttributes = Object.entries(document.attributes ?? {}).filter(([, rule]) => columnsOf(rule).includes(column)).map(([name]): Target => ({ kind: "attribute", name }));
  return [...inFields, ...inAttributes];
}

export function ruleFor(document: MappingDocument, target: Target): string | Rule | undefined {
  return target.kind === "field" ? document.fields[target.name as FieldName] : document.attributes?.[target.name];
}

export function withRule(document: MappingDocument, target: Target, rule: Rule | undefined): MappingDocument {
  const group: Record<string, string | Rule> = { ...((target.kind === "field" ? document.fields : document.attributes) ?? {}) };
  if (rule) group[target.name] = tidy(rule);
  else delete group[target.name];
  if (target.kind === "field") return { ...document, fields: group };
  const next: MappingDocument = { ...document, attributes: group };
  if (Object.keys(group).length === 0) delete next.attributes;
  return next;
}

function without(document: MappingDocument, target: Target, column: string): MappingDocument {
  const rule = ruleOf(ruleFor(document, target));
  const left = columnsOf(rule).filter((name) => name !== column);
  return withRule(document, target, left.length > 0 ? { ...rule, from: left } : undefined);
}

/** How the numbers of a column are written, for the fields that hold numbers. */
function numberOf(target: Target, column: Column): Rule["number"] {
  if (target.kind !== "field" || !(numericFields as readonly string[]).includes(target.name) || !column.decimal_mark) return undefined;
  return { decimal: column.decimal_mark, ...(column.thousands_mark ? { thousands: column.thousands_mark } : {}) };
}

/** Sends a column to a target, or nowhere. What another column gave to the target is replaced, or joined when that is said. */
export function assign(document: MappingDocument, column: Column, target: Target | null, joins = false): MappingDocument {
  const cleared = targetsOf(document, column.name).reduce((before, one) => without(before, one, column.name), document);
  if (!target) return cleared;
  const present = ruleOf(ruleFor(cleared, target));
  if (joins && columnsOf(present).length > 0) return withRule(cleared, target, { ...present, from: [...columnsOf(present), column.name] });
  const own = ruleOf(ruleFor(document, target));
  const isSame = columnsOf(own).join("\n") === column.name;
  return withRule(cleared, target, isSame ? own : { from: column.name, number: numberOf(target, column) });
}

/** Columns the document reads that the file does not have. */
export function missingColumns(document: MappingDocument, columns: readonly Column[]): string[] {
  const there = new Set(columns.map((column) => column.name));
  const read = [...Object.values(document.fields), ...Object.values(document.attributes ?? {})].flatMap((rule) => columnsOf(rule));
  return [...new Set(read)].filter((name) => !there.has(name));
}

export function tally(document: MappingDocument, columns: readonly Column[]) {
  const targets = columns.map((column) => targetsOf(document, column.name));
  return {
    mapped: targets.filter((list) => list.some((one) => one.kind === "field")).length,
    attributes: targets.filter((list) => list.length > 0 && list.every((one) => one.kind === "attribute")).length,
    left: targets.filter((list) => list.length === 0).length,
  };
}

/** Without a reference or a code no row can be told from another. */
export const hasIdentity = (document: MappingDocument) => document.fields.sku !== undefined || document.fields.gtin !== undefined;

/** Two documents that say the same are the same text. */
export const textOf = (document: MappingDocument): string => JSON.stringify(sorted(document));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}
