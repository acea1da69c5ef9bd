import { useUser } from "@/api/hooks";
import { Dialog } from "@/components/Dialog";
import { type Key, useT } from "@/i18n";
import { allowedItems } from "./nav";

const everywhere: readonly (readonly [string, Key])[] = [
  ["/", "common.shortcuts.search"],
  ["Ctrl K / ⌘ K", "common.shortcuts.palette"],
  ["?", "common.shortcuts.sheet"],
  ["Esc", "common.shortcuts.back"],
];
const lists: readonly (readonly [string, Key])[] = [
  ["j / k", "common.shortcuts.move"],
  ["x", "common.shortcuts.select"],
  ["Enter", "common.shortcuts.open"],
];

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useT();
  const places = allowedItems(useUser().permissions).flatMap((item) => (item.letter ? [[`g ${item.letter}`, item.label] as const] : []));
  return (
    <Dialog open onClose={onClose} title={t("common.shortcuts.title")} wide>
      <div className="grid gap-6 sm:grid-cols-3">
        <Group title={t("common.shortcuts.everywhere")} items={everywhere} />
        <Group title={t("common.shortcuts.go")} items={places} />
        <Group title={t("common.shortcuts.lists")} items={lists} />
      </div>
    </Dialog>
  );
}

function Group({ title, items }: { title: string; items: readonly (readonly [string, Key])[] }) {
  const t = useT();
  return (
    <section>
      <h3 className="mb-2">{title}</h3>
      <dl className="space-y-1.5">
        {items.map(([keys, label]) => (
          <div key={keys} className="flex items-center justify-between gap-3">
            <dt className="text-muted">{t(label)}</dt>
            <dd className="m-0">
              <kbd className="rounded-sm border border-border bg-raised px-1.5 py-0.5 font-mono text-12 whitespace-nowrap">{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
