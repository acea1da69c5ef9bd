import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, call, type Schema } from "@/api";
import { Combobox, ErrorState, Field, Input, Select, Skeleton } from "@/components";
import { type Key, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import type { ProductFilters } from "./filters";
import { facetsQuery } from "./productList";

interface Props {
  filters: ProductFilters;
  onChange: (filters: ProductFilters) => void;
}
const flags = ["in_stock", "has_gtin", "withdrawn"] as const;
const shown = 8;

/** What the list can be narrowed by, each with how many products it leaves. */
export function FacetPanel({ filters, onChange }: Props) {
  const t = useT();
  const facets = useQuery(facetsQuery(filters));
  return (
    <div className="space-y-4">
      {facets.isPending && <Skeleton className="h-96 w-full" />}
      {facets.error && !facets.data && <ErrorState error={facets.error} onRetry={() => void facets.refetch()} compact />}
      {facets.data && (
        <>
          <Facet label={t("products.facet.supplier")} values={facets.data.suppliers} chosen={filters.supplier} onChoose={(supplier) => onChange({ ...filters, supplier })} />
          <Facet label={t("products.field.category")} values={facets.data.categories} chosen={filters.category} onChoose={(category) => onChange({ ...filters, category })} />
          <Facet label={t("products.field.brand")} values={facets.data.brands} chosen={filters.brand} onChoose={(brand) => onChange({ ...filters, brand })}>
            <BrandSearch chosen={filters.brand} onChoose={(brand) => onChange({ ...filters, brand })} />
          </Facet>
          {facets.data.countedIn !== null && <p className="text-12 text-muted">{t("products.facet.part", { count: facets.data.countedIn })}</p>}
        </>
      )}
      {flags.map((flag) => (
        <Field key={flag} label={t(`products.filter.${flag}`)}>
          <Select
            value={filters[flag] === undefined ? "" : String(filters[flag])}
            onChange={(event) => onChange({ ...filters, [flag]: event.target.value === "" ? undefined : event.target.value === "true" })}
          >
            <option value="">{t("products.filter.any")}</option>
            <option value="true">{t(`products.filter.${flag}.yes` as Key)}</option>
            <option value="false">{t(`products.filter.${flag}.no` as Key)}</option>
          </Select>
        </Field>
      ))}
      <Prices key={`${filters.min_price}-${filters.max_price}`} filters={filters} onChange={onChange} />
    </div>
  );
}

interface FacetProps {
  label: string;
  values: readonly Schema<"catalog.FacetView">[];
  chosen: string | undefined;
  onChoose: (key: string | undefined) => void;
  children?: React.ReactNode;
}

function Facet({ label, values, chosen, onChoose, children }: FacetProps) {
  const t = useT();
  const format = useFormat();
  const [isLong, setLong] = useState(false);
  if (values.length === 0 && !chosen) return null;
  const listed = isLong ? values : values.slice(0, shown);
  return (
    <section aria-label={label}>
      <h2 className="mb-1 text-13 font-medium">{label}</h2>
      <ul className={cx(isLong && "max-h-72 overflow-y-auto")}>
        {listed.map((one) => {
          const isChosen = chosen === one.key || chosen === one.name;
          return (
            <li key={one.key}>
              <button
                type="button"
                aria-pressed={isChosen}
                className={cx("flex min-h-7 w-full items-center justify-between gap-2 rounded-sm px-2 text-left text-13 hover:bg-raised", isChosen && "bg-accent-soft font-medium")}
                onClick={() => onChoose(isChosen ? undefined : one.key)}
              >
                <span className="truncate" title={one.name}>{one.name}</span>
                <span className="tabular text-muted">{format.compact(one.products)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {values.length > shown && (
        <button type="button" className="min-h-6 px-2 text-13 text-accent hover:underline" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
          {t(isLong ? "products.facet.less" : "products.facet.more", { count: values.length - shown })}
        </button>
      )}
      {children}
    </section>
  );
}

/** The counts above name the most frequent brands; any other is found by typing. */
function BrandSearch({ chosen, onChoose }: { chosen: string | undefined; onChoose: (brand: string | undefined) => void }) {
  const t = useT();
  const [text, setText] = useState("");
  const brands = useQuery({
    queryKey: ["brands", text],
    queryFn: ({ signal }) => call(api.GET("/api/v1/brands", { params: { query: { search: text || undefined, limit: 50 } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <Combobox
      className="mt-1 w-full"
      label={t("products.facet.brand.search")}
      value={chosen ?? null}
      onSearch={setText}
      onChange={onChoose}
      options={(brands.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

function Prices({ filters, onChange }: Props) {
  const t = useT();
  const [low, setLow] = useState(filters.min_price ?? "");
  const [high, setHigh] = useState(filters.max_price ?? "");
  const plain = (text: string) => {
    const value = text.trim().replace(",", ".");
    return /^\d+(\.\d+)?$/.test(value) ? value : undefined;
  };
  const apply = () => {
    const next = { min_price: plain(low), max_price: plain(high) };
    if (next.min_price !== filters.min_price || next.max_price !== filters.max_price) onChange({ ...filters, ...next });
  };
  const onKeyDown = (event: React.KeyboardEvent) => event.key === "Enter" && apply();
  return (
    <div role="group" aria-label={t("products.column.price")} className="grid grid-cols-2 gap-2">
      <Field label={t("products.filter.from")}>
        <Input inputMode="decimal" value={low} onChange={(event) => setLow(event.target.value)} onBlur={apply} onKeyDown={onKeyDown} />
      </Field>
      <Field label={t("products.filter.to")}>
        <Input inputMode="decimal" value={high} onChange={(event) => setHigh(event.target.value)} onBlur={apply} onKeyDown={onKeyDown} />
      </Field>
    </div>
  );
}
