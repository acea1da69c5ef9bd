import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Boxes, type LucideIcon, Moon, Sun, Truck } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useState } from "react";
import { api, call } from "@/api/client";
import { useMay, useUser } from "@/api/hooks";
import { Dialog } from "@/components/Dialog";
import { Input } from "@/components/Input";
import { languages, setLanguage, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { setTheme } from "@/lib/theme";
import { allowedItems } from "./nav";
import { languageNames } from "./TopBar";

interface Entry {
  key: string;
  label: string;
  note: string;
  icon: LucideIcon;
  run: () => unknown;
}
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Everything by name: pages, suppliers, products, and the few switches. */
function useEntries(text: string): Entry[] {
  const t = useT();
  const user = useUser();
  const navigate = useNavigate();
  const asked = useDeferredValue(text.trim());
  const maySuppliers = useMay("suppliers.read");
  const mayProducts = useMay("products.read");
  const suppliers = useQuery({
    queryKey: ["suppliers", "palette"],
    enabled: maySuppliers,
    queryFn: ({ signal }) => call(api.GET("/api/v1/suppliers", { params: { query: { limit: 200 } }, signal })),
  });
  const products = useQuery({
    queryKey: ["products", "palette", asked],
    enabled: mayProducts && asked.length > 1,
    queryFn: ({ signal }) => call(api.GET("/api/v1/products", { params: { query: { search: asked, limit: 6 } }, signal })),
  });

  const pages: Entry[] = allowedItems(user.permissions).map((item) => ({
    key: item.to, label: t(item.label), note: t("common.palette.page"), icon: item.icon, run: () => navigate({ to: item.to }),
  }));
  const switches: Entry[] = [
    { key: "light", label: t("common.theme.light"), note: t("common.theme.label"), icon: Sun, run: () => setTheme("light") },
    { key: "dark", label: t("common.theme.dark"), note: t("common.theme.label"), icon: Moon, run: () => setTheme("dark") },
    ...languages.map((one) => ({ key: one, label: languageNames[one], note: t("common.language.label"), icon: Sun, run: () => setLanguage(one) })),
  ];
  const senders: Entry[] = (suppliers.data?.items ?? []).map((one) => ({
    key: `supplier/${one.code}`, label: one.name || one.code, note: t("common.nav.suppliers"), icon: Truck, run: () => navigate({ to: `/suppliers/${one.code}` as "/suppliers" }),
  }));
  const found: Entry[] = (asked.length > 1 ? (products.data?.items ?? []) : []).map((one) => ({
    key: `product/${one.id}`, label: one.name || one.gtin || one.id || "", note: t("common.nav.products"), icon: Boxes, run: () => navigate({ to: `/products/${one.id}` as "/products" }),
  }));
  const words = plain(text).split(/\s+/).filter(Boolean);
  const matches = (entry: Entry) => words.every((word) => plain(`${entry.label} ${entry.note}`).includes(word));
  return [...[...pages, ...senders, ...switches].filter(matches).slice(0, 12), ...found];
}

export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const entries = useEntries(text);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    void entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setActive(Math.min(entries.length - 1, active + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (event.key === "Enter") run(entries[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} title={t("common.palette.title")}>
      <Input
        ref={(element) => element?.focus()}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[active] ? `palette-${active}` : undefined}
        aria-label={t("common.palette.hint")}
        placeholder={t("common.palette.hint")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" role="listbox" aria-label={t("common.palette.title")} className="mt-2 h-80 overflow-y-auto">
        {entries.map((entry, index) => (
          // The field above keeps the focus and handles the keys.
          <div
            key={entry.key}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseMove={() => setActive(index)}
            onClick={() => run(entry)}
            className={cx("flex h-10 cursor-default items-center gap-3 rounded px-3", index === active && "bg-raised")}
          >
            <entry.icon aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="min-w-0 flex-1 truncate">{entry.label}</span>
            <span className="text-12 text-muted">{entry.note}</span>
          </div>
        ))}
        {entries.length === 0 && <p className="p-3 text-muted">{t("common.combobox.none")}</p>}
      </div>
    </Dialog>
  );
}
