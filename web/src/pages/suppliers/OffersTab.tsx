import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { api, call, type Schema } from "@/api";
import { Badge, CodeText, DataTable, EmptyState, Money, NoValue, Num, RelativeTime, Select } from "@/components";
import { type Translate, useT } from "@/i18n";
import { numbersQuery } from "./queries";

type Offer = Schema<"catalog.OfferView">;
const page = getRouteApi("/app/suppliers/$code");
const choices = ["active", "withdrawn", "all"] as const;
const withdrawn = { active: false, withdrawn: true, all: undefined } as const;

export function OffersTab({ code }: { code: string }) {
  const t = useT();
  const { offers = "active" } = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const list = useInfiniteQuery({
    queryKey: ["offers", code, offers],
    queryFn: ({ signal, pageParam }) =>
      call(api.GET("/api/v1/offers", { params: { query: { supplier: code, withdrawn: withdrawn[offers], cursor: pageParam || undefined, limit: 200 } }, signal })),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // Pages that have been read stay as they are: a list of many pages is not read again for a glance at another window.
    refetchOnWindowFocus: false,
  });
  const numbers = useQuery(numbersQuery(code)).data;
  const totals = numbers && { active: numbers.active_offers, withdrawn: numbers.withdrawn_offers, all: numbers.active_offers + numbers.withdrawn_offers };
  const rows = useMemo(() => list.data?.pages.flatMap((one) => one.items), [list.data]);
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <DataTable
      name="supplier-offers"
      label={t("suppliers.tab.offers")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      total={totals?.[offers]}
      isLoading={list.isPending}
      error={list.error}
      onRetry={() => void list.refetch()}
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      loadMore={() => void list.fetchNextPage()}
      onOpen={(row) => row.product_id && void navigate({ to: "/products/$id", params: { id: row.product_id } })}
      filters={
        <Select
          className="w-44"
          aria-label={t("suppliers.offers.which")}
          value={offers}
          onChange={(event) => {
            const next = choices.find((one) => one === event.target.value && one !== "active") as "withdrawn" | "all" | undefined;
            void navigate({ search: (before) => ({ ...before, offers: next }), replace: true });
          }}
        >
          {choices.map((one) => (
            <option key={one} value={one}>
              {t(`suppliers.offers.${one}`)}
            </option>
          ))}
        </Select>
      }
      card={(row) => (
        <div className="space-y-1">
          <ProductLink offer={row} />
          <p className="flex justify-between text-13 text-muted">
            <CodeText>{row.sku}</CodeText>
            <Money amount={row.purchase_price} currency={row.currency ?? undefined} />
          </p>
        </div>
      )}
      empty={<EmptyState title={t(`suppliers.offers.none.${offers}`)}>{offers !== "withdrawn" && t("suppliers.offers.none.why")}</EmptyState>}
    />
  );
}

function ProductLink({ offer }: { offer: Offer }) {
  const name = offer.name || offer.sku;
  if (!offer.product_id) return <>{name}</>;
  return (
    <Link to="/products/$id" params={{ id: offer.product_id }} className="truncate">
      {name}
    </Link>
  );
}

function Stock({ offer }: { offer: Offer }) {
  const t = useT();
  if (offer.withdrawn_at) return <Badge tone="withdrawn">{t("suppliers.offers.gone")}</Badge>;
  return offer.stock === null ? <NoValue /> : <Num value={Number(offer.stock)} />;
}

const columnsOf = (t: Translate): ColumnDef<Offer>[] => [
  { id: "sku", header: t("suppliers.offers.sku"), size: 140, cell: ({ row }) => <CodeText>{row.original.sku}</CodeText> },
  { id: "name", header: t("suppliers.offers.name"), size: 320, cell: ({ row }) => <ProductLink offer={row.original} /> },
  { id: "gtin", header: t("suppliers.offers.gtin"), size: 150, cell: ({ row }) => (row.original.gtin ? <CodeText>{row.original.gtin}</CodeText> : <NoValue />) },
  {
    id: "price", header: t("suppliers.offers.price"), size: 120, meta: { align: "right" },
    cell: ({ row }) => <Money amount={row.original.purchase_price} currency={row.original.currency ?? undefined} />,
  },
  { id: "stock", header: t("suppliers.offers.stock"), size: 120, meta: { align: "right" }, cell: ({ row }) => <Stock offer={row.original} /> },
  { id: "changed", header: t("suppliers.offers.changed"), size: 130, cell: ({ row }) => <RelativeTime at={row.original.changed_at} /> },
];
