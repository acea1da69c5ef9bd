import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Award, X } from "lucide-react";
import { Fragment } from "react";
import type { Schema } from "@/api";
import { Badge, Card, CodeText, EmptyState, IconButton, Input, Money, NoValue, Num, RelativeTime, Skeleton, Sparkline } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { shownValue } from "../values";
import { endOf, type Entry, entryAt, type LineTone, trendOf } from "./history";

type Detail = Schema<"catalog.ProductDetailView">;
type Offer = Schema<"catalog.OfferView">;
interface Props {
  product: Detail;
  prices: readonly Entry[] | undefined;
  stocks: readonly Entry[] | undefined;
  colours: ReadonlyMap<string, LineTone>;
}
interface Said {
  offer: Offer;
  price: string | null;
  currency: string | null;
  stock: number | null;
  isOffered: boolean;
}
const page = getRouteApi("/app/products/$id");

/** As the offers are now, or by their histories as they stood at a time. */
function saidAt({ product, prices, stocks }: Props, at: string | undefined): Said[] {
  return product.offer_list.map((offer) => {
    if (!at) return { offer, price: offer.purchase_price, currency: offer.currency, stock: offer.stock === null ? null : Number(offer.stock), isOffered: !offer.withdrawn_at };
    const time = endOf(at);
    const price = entryAt(prices ?? [], offer.supplier, offer.sku, time);
    const stock = entryAt(stocks ?? [], offer.supplier, offer.sku, time);
    const wasThere = Date.parse(offer.first_seen_at) <= time && !(offer.withdrawn_at && Date.parse(offer.withdrawn_at) <= time);
    return { offer, price: price?.purchase_price ?? null, currency: price?.currency ?? offer.currency, stock: stock?.stock ?? null, isOffered: wasThere };
  });
}

/** The lowest of those offered, when their currencies can be compared. */
function bestOf(said: readonly Said[]): Said | undefined {
  const priced = said.filter((one) => one.isOffered && one.price !== null);
  if (priced.length < 2 || new Set(priced.map((one) => one.currency)).size > 1) return undefined;
  return priced.reduce((best, one) => (Number(one.price) < Number(best.price) ? one : best));
}

export function Offers(props: Props) {
  const t = useT();
  const { at } = page.useSearch();
  const navigate = useNavigate({ from: "/products/$id" });
  const { product } = props;
  const setDay = (day: string | undefined) => void navigate({ search: { at: day }, replace: true });
  const isWaiting = at !== undefined && (!props.prices || !props.stocks);
  const said = saidAt(props, at).sort((a, b) => Number(b.isOffered) - Number(a.isOffered) || Number(a.price ?? Infinity) - Number(b.price ?? Infinity));
  const best = bestOf(said);
  return (
    <Card
      flush
      title={t("products.offers", { count: product.offer_list.length })}
      actions={
        <span className="flex items-center gap-2">
          <label className="flex items-center gap-2 text-13 whitespace-nowrap text-muted">
            {t("products.as_of")}
            <Input type="date" className="!h-8 w-36" max={new Date().toISOString().slice(0, 10)} value={at ?? ""} onChange={(event) => setDay(event.target.value || undefined)} />
          </label>
          {at && <IconButton size="small" label={t("products.as_of.now")} icon={<X aria-hidden className="size-4" />} onClick={() => setDay(undefined)} />}
        </span>
      }
    >
      {product.offer_list.length === 0 && <EmptyState compact title={t("products.offers.none")}>{t("products.offers.none.why")}</EmptyState>}
      {isWaiting && <Skeleton className="m-4 h-24" />}
      {!isWaiting && said.length > 0 && <Table said={said} best={best} prices={props.prices ?? []} colours={props.colours} isPast={at !== undefined} />}
      {!at && said.length > 1 && <Compare offers={said.map((one) => one.offer)} />}
    </Card>
  );
}

function Table({ said, best, prices, colours, isPast }: { said: readonly Said[]; best: Said | undefined; prices: readonly Entry[]; colours: ReadonlyMap<string, LineTone>; isPast: boolean }) {
  const t = useT();
  const format = useFormat();
  return (
    // It scrolls sideways on small screens, so it must be reachable by keyboard.
    <div className="relative overflow-x-auto" role="region" aria-label={t("products.offers.label")} tabIndex={0}>
      <table className="w-full min-w-144">
        <thead>
          <tr className="border-b border-border text-left text-13 text-muted *:px-4 *:py-2 *:font-medium">
            <th scope="col">{t("products.facet.supplier")}</th>
            <th scope="col">{t("products.offers.sku")}</th>
            <th scope="col" className="text-right">{t("products.offers.price")}</th>
            <th scope="col" className="text-right">{t("products.column.stock")}</th>
            {!isPast && <th scope="col">{t("products.offers.trend")}</th>}
            {!isPast && <th scope="col">{t("products.offers.changed")}</th>}
          </tr>
        </thead>
        <tbody>
          {said.map((one) => {
            const { offer } = one;
            const trend = trendOf(prices, offer.supplier, offer.sku);
            const [first, last] = [trend[0] ?? 0, trend.at(-1) ?? 0];
            return (
              <tr key={offer.id} className="border-b border-border last:border-0 *:px-4 *:py-2">
                <th scope="row" className="text-left font-medium whitespace-nowrap">
                  <span aria-hidden className="mr-2 inline-block size-2.5 rounded-full" style={{ background: `var(--${colours.get(offer.supplier) ?? "unchanged"})` }} />
                  <Link to="/suppliers/$code" params={{ code: offer.supplier }}>{offer.supplier}</Link>
                </th>
                <td><CodeText>{offer.sku}</CodeText></td>
                <td className="text-right whitespace-nowrap">
                  {one === best && <Badge tone="created" icon={<Award aria-hidden className="size-3.5" />}>{t("products.offers.best")}</Badge>}{" "}
                  <Money amount={one.price} currency={one.currency ?? undefined} />
                </td>
                <td className="text-right">{one.isOffered ? <Num value={one.stock} /> : <Badge tone="withdrawn">{t(isPast ? "products.offers.not_then" : "products.withdrawn")}</Badge>}</td>
                {!isPast && (
                  <td>
                    {trend.length > 1 && first > 0 ? (
                      <span className="flex items-center gap-2">
                        <Sparkline values={trend} width={56} height={20} label={t("products.offers.trend.label", { count: trend.length, change: format.percent(last / first - 1) })} />
                        <span className="tabular text-13 text-muted">{format.signed((last / first - 1) * 100)} %</span>
                      </span>
                    ) : (
                      <NoValue />
                    )}
                  </td>
                )}
                {!isPast && <td><RelativeTime at={offer.withdrawn_at ?? offer.changed_at} /></td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const compared = ["name", "brand", "category", "retail_price", "vat_rate", "weight_grams", "manufacturer_reference"] as const;

/** What each supplier says of the product, beside each other. */
function Compare({ offers }: { offers: readonly Offer[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <details className="border-t border-border">
      <summary className="min-h-9 cursor-pointer px-4 py-2 text-13 font-medium text-accent">{t("products.compare")}</summary>
      <div className="relative overflow-x-auto border-t border-border" role="region" aria-label={t("products.compare")} tabIndex={0}>
        <table className="w-full">
          <thead>
            <tr className="text-left text-13 text-muted *:px-4 *:py-2 *:font-medium">
              <th scope="col"><span className="sr-only">{t("products.compare.field")}</span></th>
              {offers.map((one) => <th key={one.id} scope="col" className="min-w-40">{one.supplier}</th>)}
            </tr>
          </thead>
          <tbody>
            {compared.map((field) => {
              const values = offers.map((one) => shownValue(one, field, format));
              if (values.every((value) => !value)) return <Fragment key={field} />;
              const differs = new Set(values.filter(Boolean)).size > 1;
              return (
                <tr key={field} className="border-t border-border *:px-4 *:py-1.5 *:align-top">
                  <th scope="row" className="text-left font-normal text-muted">{t(`products.field.${field}`)}</th>
                  {values.map((value, index) => <td key={offers[index]!.id} className={differs ? "font-medium" : undefined}>{value || <NoValue />}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
