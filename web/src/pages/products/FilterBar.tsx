import { SlidersHorizontal, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Dialog, SearchInput } from "@/components";
import { type Translate, useT } from "@/i18n";
import { type Formats, useFormat } from "@/lib/format";
import { FacetPanel } from "./FacetPanel";
import { activeFilters, type FilterName, type ProductFilters } from "./filters";
import { facetsQuery } from "./productList";
import { SavedViews } from "./SavedViews";

interface Props {
  filters: ProductFilters;
  onChange: (filters: ProductFilters) => void;
  /** Without room beside the list the filters open from a button. */
  showsPanel: boolean;
  isSearching: boolean;
}
const pause = 180;

export function FilterBar({ filters, onChange, showsPanel, isSearching }: Props) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const active = activeFilters(filters);
  return (
    <>
      <SearchBox value={filters.search ?? ""} isBusy={isSearching} onChange={(search) => onChange({ ...filters, search: search || undefined, sort: search ? undefined : filters.sort })} />
      {showsPanel && (
        <Button icon={<SlidersHorizontal aria-hidden className="size-4" />} onClick={() => setOpen(true)}>
          {active.length > 0 ? t("products.filters.count", { count: active.length }) : t("products.filters")}
        </Button>
      )}
      <SavedViews filters={filters} onChoose={onChange} />
      <Chips active={active} filters={filters} onChange={onChange} />
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t("products.filters")}
        footer={<Button look="primary" onClick={() => setOpen(false)}>{t("products.filters.show")}</Button>}
      >
        <FacetPanel filters={filters} onChange={onChange} />
      </Dialog>
    </>
  );
}

/** The list is asked a moment after the last letter, and goes on showing what it had until the answer comes. */
function SearchBox({ value, onChange, isBusy }: { value: string; onChange: (text: string) => void; isBusy: boolean }) {
  const t = useT();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // A filter chosen while the letters were waiting is kept.
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  // Another search came with the address: from the bar above, a saved view, or the way back.
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  return (
    <SearchInput
      className="w-full min-w-0 sm:max-w-80"
      aria-label={t("products.search")}
      aria-busy={isBusy}
      placeholder={t("products.search")}
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => latest.current(next.trim()), pause);
      }}
    />
  );
}

function Chips({ active, filters, onChange }: { active: readonly FilterName[]; filters: ProductFilters; onChange: (filters: ProductFilters) => void }) {
  const t = useT();
  const format = useFormat();
  const facets = useQuery(facetsQuery(filters)).data;
  const brand = facets?.brands.find((one) => one.key === filters.brand)?.name ?? filters.brand;
  const category = facets?.categories.find((one) => one.key === filters.category)?.name ?? filters.category;
  if (active.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1">
      {active.map((name) => {
        const words = wordsOf(name, { ...filters, brand, category }, t, format);
        return (
          <li key={name}>
            <button
              type="button"
              className="inline-flex min-h-7 items-center gap-1 rounded-full border border-border-strong/60 px-2 text-13 hover:bg-raised"
              aria-label={t("products.filters.remove", { filter: words })}
              onClick={() => onChange({ ...filters, [name]: undefined })}
            >
              {words}
              <X aria-hidden className="size-3.5 text-muted" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function wordsOf(name: FilterName, filters: ProductFilters, t: Translate, format: Formats): string {
  if (name === "min_price") return t("products.filter.min", { price: format.number(Number(filters.min_price)) });
  if (name === "max_price") return t("products.filter.max", { price: format.number(Number(filters.max_price)) });
  if (name === "supplier" || name === "brand" || name === "category") return filters[name] ?? "";
  return t(`products.filter.${name}.${filters[name] ? "yes" : "no"}`);
}
