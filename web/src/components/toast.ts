export interface ToastItem {
  id: number;
  tone: "done" | "failed" | "news";
  text: string;
  detail?: string;
  action?: { label: string; run: () => void };
}

const listeners = new Set<() => void>();
let items: readonly ToastItem[] = [];
let last = 0;

function set(next: readonly ToastItem[]) {
  items = next;
  for (const listener of listeners) listener();
}
function show(tone: ToastItem["tone"], text: string, more: Omit<ToastItem, "id" | "tone" | "text"> = {}) {
  const id = ++last;
  set([...items.slice(-3), { id, tone, text, ...more }]);
  return id;
}

export const dismissToast = (id: number) => set(items.filter((item) => item.id !== id));
export const currentToasts = () => items;
export const onToasts = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Short news that need no answer. A problem that must be acted on stands in the page instead. */
export const toast = {
  done: (text: string, more?: Parameters<typeof show>[2]) => show("done", text, more),
  failed: (text: string, more?: Parameters<typeof show>[2]) => show("failed", text, more),
  news: (text: string, more?: Parameters<typeof show>[2]) => show("news", text, more),
};
