/** What narrows the list: the names of the API, so that an address can be read and written by hand. */
export interface ProductFilters {
  search?: string;
  supplier?: string;
  brand?: string;
  category?: string;
  has_gtin?: boolean;
  in_stock?: boolean;
  withdrawn?: boolean;
  min_price?: string;
  max_price?: string;
  sort?: string;
}

const sorts = ["name", "updated_at", "price", "stock"];
// A number typed into the address is a text here: a code is no number.
const text = (value: unknown) => ((typeof value === "string" && value.trim() !== "") || typeof value === "number" ? String(value) : undefined);
const flag = (value: unknown) => (typeof value === "boolean" ? value : undefined);
const amount = (value: unknown) => {
  const plain = text(value)?.trim().replace(",", ".");
  return plain && /^\d+(\.\d+)?$/.test(plain) ? plain : undefined;
};

/** Of an address, or of a view that was saved: what cannot be understood is left out. */
export function filtersOf(search: Record<string, unknown>): ProductFilters {
  const sort = text(search.sort);
  return {
    search: text(search.search),
    supplier: text(search.supplier),
    brand: text(search.brand),
    category: text(search.category),
    has_gtin: flag(search.has_gtin),
    in_stock: flag(search.in_stock),
    withdrawn: flag(search.withdrawn),
    min_price: amount(search.min_price),
    max_price: amount(search.max_price),
    sort: sort && sorts.includes(sort.replace(/^-/, "")) ? sort : undefined,
  };
}

/** What the API is asked, without what is not said. */
export const queryOf = (filters: ProductFilters) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as ProductFilters;

/** The same for a file: it has no order to choose. */
export function exportPath(filters: ProductFilters, format: "csv" | "ndjson" | "xlsx") {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(queryOf(filters))) if (name !== "sort") query.set(name, String(value));
  query.set("format", format);
  return `/api/v1/products/export?${query.toString()}`;
}

export const filterNames = ["supplier", "brand", "category", "has_gtin", "in_stock", "withdrawn", "min_price", "max_price"] as const;
export type FilterName = (typeof filterNames)[number];
export const activeFilters = (filters: ProductFilters): FilterName[] => filterNames.filter((name) => filters[name] !== undefined);

/** Whether two sets say the same, in whatever order. */
export const isSameView = (one: ProductFilters, other: ProductFilters) =>
  [...filterNames, "search" as const, "sort" as const].every((name) => one[name] === other[name]);
