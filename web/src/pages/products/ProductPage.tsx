import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { api, asApiError, call, changed, queryClient, type Schema, useMay } from "@/api";
import { Button, ConfirmDialog, EmptyState, ErrorState, NoPermission, PageHeader, SkeletonPage, toast } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { useImportEnds } from "@/lib/useImportEnds";
import { Changes } from "./detail/Changes";
import { HistoryCharts } from "./detail/HistoryCharts";
import { tonesOf } from "./detail/history";
import { Images } from "./detail/Images";
import { Offers } from "./detail/Offers";
import { historyQuery, provenanceQuery } from "./detail/queries";
import { ShownFields } from "./detail/ShownFields";
import { productQuery, refreshLists } from "./productList";

type Detail = Schema<"catalog.ProductDetailView">;
const page = getRouteApi("/app/products/$id");

export function ProductPage() {
  const t = useT();
  const { id } = page.useParams();
  const mayRead = useMay("products.read");
  const product = useQuery({ ...productQuery(id), enabled: mayRead });
  useImportEnds(() => void queryClient.invalidateQueries({ queryKey: ["products", "one", id] }));
  const frame = (content: ReactNode) => (
    <>
      <PageHeader title={t("products.one")} back={{ to: "/products", label: t("products.title") }} />
      {content}
    </>
  );
  if (!mayRead) return frame(<NoPermission />);
  if (product.isPending) return frame(<SkeletonPage />);
  if (!product.data) {
    if (asApiError(product.error).isMissing) return frame(<EmptyState title={t("products.missing")}>{t("products.missing.why")}</EmptyState>);
    return frame(<ErrorState error={product.error} onRetry={() => void product.refetch()} />);
  }
  return <Details key={id} address={id} product={product.data.data} etag={product.data.etag} />;
}

function Details({ address, product, etag }: { address: string; product: Detail; etag: string }) {
  const t = useT();
  const id = product.id ?? address;
  const prices = useQuery(historyQuery(id, "prices"));
  const stocks = useQuery(historyQuery(id, "stock"));
  const provenance = useQuery(provenanceQuery(id, product.updated_at));
  const colours = useMemo(() => tonesOf(product.offer_list.map((one) => one.supplier)), [product.offer_list]);
  const mayDelete = useMay("products.delete");
  return (
    <>
      <PageHeader
        title={product.name || product.gtin || t("products.unnamed")}
        answer={<Standing product={product} />}
        back={{ to: "/products", label: t("products.title") }}
        actions={mayDelete && product.offer_list.length === 0 && <Deletion id={id} etag={etag} name={product.name || product.gtin || ""} />}
      />
      <div className="grid gap-4 xl:grid-cols-[2fr_3fr]">
        <div className="min-w-0 space-y-4">
          <ShownFields address={address} product={product} etag={etag} provenance={provenance.data?.items} colours={colours} />
          <Images id={product.id ?? ""} name={product.name || product.gtin || t("products.unnamed")} urls={product.image_urls} />
        </div>
        <div className="min-w-0 space-y-4">
          <Offers product={product} prices={prices.data?.items} stocks={stocks.data?.items} colours={colours} />
          <HistoryCharts prices={prices} stocks={stocks} colours={colours} currency={product.currency} />
          <Changes prices={prices} stocks={stocks} provenance={provenance.data?.items ?? []} colours={colours} />
        </div>
      </div>
    </>
  );
}

/** Where it can be had, and for how much: in a line. */
function Standing({ product }: { product: Detail }) {
  const t = useT();
  const format = useFormat();
  const active = product.offer_list.filter((one) => !one.withdrawn_at);
  const suppliers = new Set(active.map((one) => one.supplier)).size;
  if (suppliers === 0) return <>{t("products.standing.gone")}</>;
  const parts = [
    t("products.standing.suppliers", { count: suppliers }),
    product.best_purchase_price !== null && t("products.standing.best", { price: format.money(product.best_purchase_price, product.currency ?? undefined) }),
    product.stock !== null && (product.stock === 0 ? t("products.out_of_stock") : t("products.standing.stock", { count: product.stock })),
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}

function Deletion({ id, etag, name }: { id: string; etag: string; name: string }) {
  const t = useT();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setOpen(true)}>{t("products.delete")}</Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t("products.delete.title", { name })}
        action={t("products.delete")}
        danger
        onConfirm={async () => {
          await call(api.DELETE("/api/v1/products/{id}", { params: { path: { id } }, headers: { "If-Match": etag } }));
          await navigate({ to: "/products" });
          await refreshLists();
          await changed(["products"]);
          toast.done(t("products.remove.done", { count: 1 }));
        }}
      >
        <p>{t("products.delete.effect")}</p>
      </ConfirmDialog>
    </>
  );
}
