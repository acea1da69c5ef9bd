import type { Translate } from "@/i18n";

export const jobKinds = ["import", "fetch", "import_finished", "media_announce", "media_fetch", "mail_digest", "send_mail", "webhook_delivery", "supplier_priority_changed", "product_pictures_changed", "backup"] as const;
export const queueNames = ["imports", "sources", "media", "notifications", "maintenance", "operations"] as const;

/** What a job does, in words; a kind not known here by its own name. */
export function jobKindName(kind: string, t: Translate) {
  const known = jobKinds.find((one) => one === kind);
  return known ? t(`common.job.${known}`) : kind;
}

/** The job in words with what it works on; an id says nothing to people. */
export function jobTitle({ kind, subject }: { kind: string; subject: string }, t: Translate) {
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(subject);
  return [jobKindName(kind, t), isId ? "" : subject].filter(Boolean).join(" · ");
}

export function queueName(queue: string, t: Translate) {
  const known = queueNames.find((one) => one === queue);
  return known ? t(`common.queue.${known}`) : queue;
}
