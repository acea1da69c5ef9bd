import { Bookmark, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, Field, Input, Popover, toast } from "@/components";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { keepChoice, readChoice } from "@/lib/storage";
import { filtersOf, isSameView, type ProductFilters, queryOf } from "./filters";

interface View {
  name: string;
  filters: ProductFilters;
}
const key = "products.views";

/** Views kept in this browser; what another version stored is read with care. */
function readViews(): View[] {
  const stored = readChoice<unknown>(key, []);
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: Partial<View> | null) => (one && typeof one.name === "string" ? [{ name: one.name, filters: filtersOf({ ...one.filters }) }] : []));
}

export function SavedViews({ filters, onChoose }: { filters: ProductFilters; onChoose: (filters: ProductFilters) => void }) {
  const t = useT();
  const [views, setViews] = useState(readViews);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const keep = (next: View[]) => {
    setViews(next);
    keepChoice(key, next.map((one) => ({ name: one.name, filters: queryOf(one.filters) })));
  };
  const save = () => {
    const chosen = name?.trim();
    if (!chosen) return;
    keep([...views.filter((one) => one.name !== chosen), { name: chosen, filters }].sort((a, b) => a.name.localeCompare(b.name)));
    setName(null);
    toast.done(t("products.views.saved", { name: chosen }));
  };
  const current = views.find((one) => isSameView(one.filters, filters));
  return (
    <>
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        label={t("products.views")}
        className="w-72 !p-1"
        trigger={<Button icon={<Bookmark aria-hidden className="size-4" />}>{current?.name ?? t("products.views")}</Button>}
      >
        {views.length === 0 && <p className="px-2 py-2 text-13 text-muted">{t("products.views.none")}</p>}
        <ul>
          {views.map((one) => (
            <li key={one.name} className="flex items-center">
              <button
                type="button"
                aria-pressed={one === current}
                className={cx("min-h-8 min-w-0 flex-1 truncate rounded-sm px-2 text-left hover:bg-raised", one === current && "font-medium")}
                onClick={() => {
                  setOpen(false);
                  onChoose(one.filters);
                }}
              >
                {one.name}
              </button>
              <button
                type="button"
                aria-label={t("products.views.delete", { name: one.name })}
                className="inline-flex size-8 items-center justify-center rounded-sm text-muted hover:bg-raised"
                onClick={() => keep(views.filter((other) => other !== one))}
              >
                <Trash2 aria-hidden className="size-4" />
              </button>
            </li>
          ))}
        </ul>
        <button
          type="button"
          className="mt-1 min-h-8 w-full rounded-sm border-t border-border px-2 text-left text-accent hover:bg-raised"
          onClick={() => {
            setOpen(false);
            setName("");
          }}
        >
          {t("products.views.save")}
        </button>
      </Popover>
      <Dialog
        open={name !== null}
        onClose={() => setName(null)}
        title={t("products.views.save")}
        footer={
          <>
            <Button onClick={() => setName(null)}>{t("common.cancel")}</Button>
            <Button look="primary" disabled={!name?.trim()} onClick={save}>{t("products.views.keep")}</Button>
          </>
        }
      >
        <Field label={t("products.views.name")} hint={t("products.views.where")}>
          <Input value={name ?? ""} onChange={(event) => setName(event.target.value)} onKeyDown={(event) => event.key === "Enter" && save()} />
        </Field>
      </Dialog>
    </>
  );
}
