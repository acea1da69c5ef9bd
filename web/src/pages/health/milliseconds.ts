import type { Formats } from "@/lib/format";

/** Most answers take less than a millisecond: their parts matter. */
export function milliseconds(time: number, format: Formats) {
  return time < 100 ? `${format.number(time)} ms` : format.duration(time);
}
