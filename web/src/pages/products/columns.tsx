import type { ColumnDef } from "@tanstack/react-table";
import { Hand } from "lucide-react";
import { Badge, CodeText, Money, NoValue, Num, RelativeTime, RowLink } from "@/components";
import { type Translate, useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import type { Product } from "./productList";
import { type ShownField, shownValue } from "./values";

/** Chosen from the menu of columns by those who want them. */
export const hiddenAtFirst: string[] = ["manufacturer_reference", "vat_rate", "weight_grams", "retail_price"];

function Name({ product }: { product: Product }) {
  const t = useT();
  const byHand = product.set_by_hand.length;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <RowLink href={`/products/${encodeURIComponent(product.id ?? "")}`} className="truncate font-medium">
        {product.name || product.gtin || t("products.unnamed")}
      </RowLink>
      {byHand > 0 && (
        <span title={t("products.by_hand.count", { count: byHand })} className="shrink-0 text-muted">
          <Hand aria-hidden className="size-3.5" />
          <span className="sr-only">{t("products.by_hand.count", { count: byHand })}</span>
        </span>
      )}
    </span>
  );
}

export function Stock({ product }: { product: Pick<Product, "offers" | "stock"> }) {
  const t = useT();
  if (product.offers === 0) return <Badge tone="withdrawn">{t("products.withdrawn")}</Badge>;
  if (product.stock === 0) return <Badge tone="quarantined">{t("products.out_of_stock")}</Badge>;
  return <Num value={product.stock} />;
}

function Shown({ product, field }: { product: Product; field: ShownField }) {
  const text = shownValue(product, field, useFormat());
  return text ? <>{text}</> : <NoValue />;
}

const right = { align: "right" };
export function productColumns(t: Translate): ColumnDef<Product>[] {
  return [
    { id: "name", header: t("products.field.name"), size: 300, enableHiding: false, cell: ({ row }) => <Name product={row.original} /> },
    { id: "brand", header: t("products.field.brand"), size: 130, enableSorting: false, cell: ({ row }) => row.original.brand ?? <NoValue /> },
    {
      id: "price", header: t("products.column.price"), size: 120, meta: right,
      cell: ({ row }) => <Money amount={row.original.best_purchase_price} currency={row.original.currency ?? undefined} />,
    },
    { id: "stock", header: t("products.column.stock"), size: 120, meta: right, cell: ({ row }) => <Stock product={row.original} /> },
    { id: "offers", header: t("products.column.offers"), size: 80, enableSorting: false, meta: right, cell: ({ row }) => <Num value={row.original.offers} /> },
    { id: "gtin", header: t("products.field.gtin"), size: 150, enableSorting: false, cell: ({ row }) => (row.original.gtin ? <CodeText>{row.original.gtin}</CodeText> : <NoValue />) },
    { id: "category", header: t("products.field.category"), size: 200, enableSorting: false, cell: ({ row }) => <span title={row.original.category ?? undefined}>{row.original.category ?? <NoValue />}</span> },
    { id: "updated_at", header: t("products.column.updated"), size: 130, cell: ({ row }) => <RelativeTime at={row.original.updated_at} /> },
    { id: "retail_price", header: t("products.field.retail_price"), size: 130, enableSorting: false, meta: right, cell: ({ row }) => <Shown product={row.original} field="retail_price" /> },
    { id: "vat_rate", header: t("products.field.vat_rate"), size: 90, enableSorting: false, meta: right, cell: ({ row }) => <Shown product={row.original} field="vat_rate" /> },
    { id: "weight_grams", header: t("products.field.weight_grams"), size: 110, enableSorting: false, meta: right, cell: ({ row }) => <Shown product={row.original} field="weight_grams" /> },
    {
      id: "manufacturer_reference", header: t("products.field.manufacturer_reference"), size: 160, enableSorting: false,
      cell: ({ row }) => (row.original.manufacturer_reference ? <CodeText>{row.original.manufacturer_reference}</CodeText> : <NoValue />),
    },
  ];
}

/** A product under 640 px. */
export function ProductCard({ product }: { product: Product }) {
  return (
    <div className="space-y-1">
      <Name product={product} />
      <p className="truncate text-13 text-muted">{[product.brand, product.gtin].filter(Boolean).join(" · ")}</p>
      <p className="flex items-center justify-between gap-2">
        <Money amount={product.best_purchase_price} currency={product.currency ?? undefined} />
        <Stock product={product} />
      </p>
    </div>
  );
}
