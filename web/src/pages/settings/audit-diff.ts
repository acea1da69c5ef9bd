export interface Change {
  field: string;
  before: string | undefined;
  after: string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const write = (value: unknown) => (value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value));

/** What is different, field by field; of what was made or deleted, all there is. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((field) => ({ field, before: write(was[field]), after: write(is[field]) }))
    .filter((change) => change.before !== change.after);
}

/** A day of the person's calendar as the instants it begins and ends at; the API takes instants. */
export function instantOf(day: string | undefined, end = false): string | undefined {
  if (!day || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const time = new Date(`${day}T00:00:00`);
  if (Number.isNaN(time.getTime())) return undefined;
  if (end) time.setDate(time.getDate() + 1);
  return time.toISOString();
}
