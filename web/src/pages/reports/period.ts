const dayLength = 86_400_000;
export const longestDays = 366;

export const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
export const secondsOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
const isDay = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(secondsOf(text ?? ""));

/** From and to as the address says, or the last thirty days; never the wrong way round and never more than a year. */
export function periodOf(search: { from?: string; to?: string }, now = Date.now()) {
  const to = isDay(search.to) ? search.to : dayOf(now);
  const earliest = dayOf(secondsOf(to) * 1000 - (longestDays - 1) * dayLength);
  const usual = dayOf(secondsOf(to) * 1000 - 29 * dayLength);
  const asked = isDay(search.from) && search.from <= to ? search.from : usual;
  return { from: asked < earliest ? earliest : asked, to };
}

/** Each day of the period, those without imports too. */
export function daysOf({ from, to }: { from: string; to: string }) {
  const count = Math.round((secondsOf(to) - secondsOf(from)) / 86_400) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => dayOf(secondsOf(from) * 1000 + index * dayLength));
}

/** The days before today that a button stands for. */
export const lastDays = (days: number, now = Date.now()) => ({ from: dayOf(now - (days - 1) * dayLength), to: dayOf(now) });
