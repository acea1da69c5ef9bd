import { useMemo } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { everyWeekday, type Plan } from "./plan";

// 2 August 2026 is a Sunday.
const someWeek = (day: number) => new Date(2026, 7, 2 + day);

/** Names of the days, 0 for Sunday. */
export function useDayName() {
  const { locale } = useFormat();
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(locale, { weekday: "short" });
    const long = new Intl.DateTimeFormat(locale, { weekday: "long" });
    return (day: number, size: "short" | "long" = "long") => (size === "long" ? long : short).format(someWeek(day));
  }, [locale]);
}

export function usePlanWords() {
  const t = useT();
  const format = useFormat();
  const dayName = useDayName();
  const list = new Intl.ListFormat(format.locale, { type: "conjunction" });
  return (plan: Plan): string => {
    if (plan.every === "interval") return t(`suppliers.plan.interval.${plan.unit}`, { count: plan.count });
    if (plan.every === "once") return plan.at ? t("suppliers.plan.once", { when: format.dateTime(plan.at) }) : "";
    if (plan.every === "custom") return t("suppliers.plan.custom", { expression: plan.expression });
    if (plan.every === "month") return t("suppliers.plan.month", { day: plan.day, time: plan.time });
    const days = everyWeekday.filter((day) => plan.days.includes(day));
    if (days.length === 7 || days.length === 0) return t("suppliers.plan.day", { time: plan.time });
    if (days.join() === "1,2,3,4,5") return t("suppliers.plan.weekdays", { time: plan.time });
    return t("suppliers.plan.days", { days: list.format(days.map((day) => dayName(day))), time: plan.time });
  };
}
