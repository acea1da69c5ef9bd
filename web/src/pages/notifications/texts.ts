import type { Translate, Values } from "@/i18n";

export const kinds = [
  "import.finished", "import.failed", "import.held", "import.many_rejects", "stock.low", "stock.low_many", "source.failed", "webhook.disabled",
  "backup.failed", "backup.stale",
] as const;
type Kind = (typeof kinds)[number];

interface Told {
  kind: string;
  parameters: Record<string, string>;
  title: string;
  message: string;
}

const counted = new Set(["rows_read", "created", "updated", "quarantined", "percent", "stock", "threshold", "count", "hours"]);

/** Figures come as text; they are written as the language does. Names stay as they are, also those made of digits. */
export function valuesOf(parameters: Record<string, string>): Values {
  const values: Values = {};
  for (const [name, text] of Object.entries(parameters)) {
    const isFigure = counted.has(name) && text.trim() !== "" && Number.isFinite(Number(text));
    values[name] = isFigure ? Number(text) : text;
  }
  return values;
}

const known = (kind: string): Kind | undefined => kinds.find((one) => one === kind);

export function kindName(kind: string, t: Translate) {
  const found = known(kind);
  return found ? t(`notifications.kind.${found}`) : kind;
}

/** What is told, in the reader's language; of a kind not known here, as the server words it. */
export function textsOf(news: Told, t: Translate) {
  const kind = known(news.kind);
  if (!kind) return { title: news.title, message: news.message };
  const values = valuesOf(news.parameters);
  return { title: t(`notifications.title.${kind}`, values), message: t(`notifications.message.${kind}`, values) };
}
