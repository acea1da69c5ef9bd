import { CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useT } from "@/i18n";
import { Button, IconButton } from "./Button";
import { currentToasts, dismissToast, onToasts, type ToastItem } from "./toast";

const looks = {
  done: { icon: CircleCheck, tone: "text-created" },
  failed: { icon: TriangleAlert, tone: "text-failed" },
  news: { icon: Info, tone: "text-accent" },
};

function Item({ item }: { item: ToastItem }) {
  const t = useT();
  const { icon: Icon, tone } = looks[item.tone];
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(item.id), item.tone === "failed" || item.action ? 12_000 : 5_000);
    return () => clearTimeout(timer);
  }, [item]);
  return (
    <div className="flex items-start gap-2 rounded border border-border bg-surface py-2 pr-1 pl-3">
      <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1 py-0.5">
        <p>{item.text}</p>
        {item.detail && <p className="text-13 text-muted">{item.detail}</p>}
        {item.action && (
          <Button
            size="small"
            className="mt-2"
            onClick={() => {
              item.action?.run();
              dismissToast(item.id);
            }}
          >
            {item.action.label}
          </Button>
        )}
      </div>
      <IconButton size="small" label={t("common.close")} icon={<X aria-hidden className="size-4" />} onClick={() => dismissToast(item.id)} />
    </div>
  );
}

export function Toaster() {
  const t = useT();
  const items = useSyncExternalStore(onToasts, currentToasts);
  return (
    <section
      aria-label={t("common.toasts")}
      aria-live="polite"
      className="no-print pointer-events-none fixed right-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-32px)] flex-col gap-2 *:pointer-events-auto sm:bottom-4"
    >
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </section>
  );
}
