/** When a schedule is due, in words people choose from; `custom` is a cron expression of their own. */
export type Plan =
  | { every: "interval"; count: number; unit: "m" | "h" | "d" }
  | { every: "day"; time: string; days: readonly number[] }
  | { every: "month"; time: string; day: number }
  | { every: "once"; at: string }
  | { every: "custom"; expression: string };
export type PlanKind = Plan["every"];
export const planKinds: readonly PlanKind[] = ["day", "interval", "month", "once", "custom"];
export const everyWeekday: readonly number[] = [1, 2, 3, 4, 5, 6, 0];

const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const two = (value: number) => String(value).padStart(2, "0");

function dayNumber(text: string): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named : /^[0-7]$/.test(text) ? Number(text) % 7 : -1;
  return value < 0 ? undefined : value;
}

/** "mon-fri", "1,3,5" -> days, 0 is Sunday; undefined when it says something else. */
function daysOf(text: string): number[] | undefined {
  if (text === "*") return [...everyWeekday];
  const days: number[] = [];
  for (const part of text.split(",")) {
    const [first, last, more] = part.split("-");
    const from = dayNumber(first ?? "");
    const to = last === undefined ? from : dayNumber(last);
    if (from === undefined || to === undefined || more !== undefined) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
  }
  return days;
}

function clockOf(minute: string, hour: string): string | undefined {
  if (!/^\d{1,2}$/.test(minute) || !/^\d{1,2}$/.test(hour) || Number(minute) > 59 || Number(hour) > 23) return undefined;
  return `${two(Number(hour))}:${two(Number(minute))}`;
}

/** What is stored, as words; what the words cannot say stays an expression. */
export function planOf(kind: string, expression: string): Plan {
  const custom: Plan = { every: "custom", expression };
  if (kind === "interval") {
    const [, count, unit] = /^(\d+)([mhd])$/.exec(expression) ?? [];
    return count && unit ? { every: "interval", count: Number(count), unit: unit as "m" | "h" | "d" } : custom;
  }
  if (kind === "once") return { every: "once", at: expression };
  const parts = ({ "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *" }[expression] ?? expression).trim().split(/\s+/);
  const [minute = "", hour = "", date, month, weekday] = parts;
  const time = clockOf(minute, hour);
  if (parts.length !== 5 || !time || month !== "*") return custom;
  if (date === "*") {
    const days = daysOf(weekday ?? "");
    return days ? { every: "day", time, days } : custom;
  }
  return weekday === "*" && date && /^\d{1,2}$/.test(date) && Number(date) >= 1 && Number(date) <= 31 ? { every: "month", time, day: Number(date) } : custom;
}

/** Back to what the API keeps. */
export function timingOf(plan: Plan): { kind: string; expression: string } {
  if (plan.every === "interval") return { kind: "interval", expression: `${plan.count}${plan.unit}` };
  if (plan.every === "once") return { kind: "once", expression: plan.at };
  if (plan.every === "custom") return { kind: "cron", expression: plan.expression.trim() };
  const [hour = "0", minute = "0"] = plan.time.split(":");
  const clock = `${Number(minute)} ${Number(hour)}`;
  if (plan.every === "month") return { kind: "cron", expression: `${clock} ${plan.day} * *` };
  const chosen = everyWeekday.filter((day) => plan.days.includes(day));
  const isEvery = chosen.length === 7 || chosen.length === 0;
  const isWeek = chosen.join() === "1,2,3,4,5";
  return { kind: "cron", expression: `${clock} * * ${isEvery ? "*" : isWeek ? "mon-fri" : chosen.map((day) => names[day]).join(",")}` };
}

/** What a choice begins with. */
export function startOf(kind: PlanKind, before: Plan): Plan {
  const time = "time" in before ? before.time : "04:30";
  if (kind === "interval") return { every: "interval", count: 6, unit: "h" };
  if (kind === "day") return { every: "day", time, days: everyWeekday };
  if (kind === "month") return { every: "month", time, day: 1 };
  if (kind === "once") return { every: "once", at: "" };
  return { every: "custom", expression: timingOf(before).kind === "cron" ? timingOf(before).expression : "30 4 * * *" };
}
