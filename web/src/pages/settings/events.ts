import type { Translate } from "@/i18n";

export const eventKinds = [
  "import.finished", "import.failed", "import.held", "import.many_rejects", "stock.low", "stock.low_many", "source.failed", "webhook.disabled",
  "backup.failed", "backup.stale",
] as const;

export function eventName(event: string, t: Translate) {
  if (event === "*") return t("settings.webhooks.all_events");
  if (event === "webhook.test") return t("settings.event.webhook.test");
  const known = eventKinds.find((one) => one === event);
  return known ? t(`settings.event.${known}`) : event;
}
