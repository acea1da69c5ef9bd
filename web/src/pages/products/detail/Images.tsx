import { ExternalLink, ImageOff } from "lucide-react";
import { Card, EmptyState } from "@/components";
import { useT } from "@/i18n";

/** Only addresses of the web are made into links: a feed may write anything. */
function placeOf(url: string) {
  try {
    const { protocol, host, pathname } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? { host, name: decodeURIComponent(pathname.split("/").pop() || pathname) } : undefined;
  } catch {
    return undefined;
  }
}

/** Pictures lie with the suppliers. The page asks nothing of other servers, so they open when one chooses to. */
export function Images({ urls }: { urls: readonly string[] }) {
  const t = useT();
  return (
    <Card title={t("products.images", { count: urls.length })}>
      {urls.length === 0 && <EmptyState compact icon={<ImageOff aria-hidden className="size-5" />} title={t("products.images.none")} />}
      <ul className="space-y-1">
        {urls.map((url) => {
          const place = placeOf(url);
          return (
            <li key={url} className="break-all">
              {place ? (
                <a href={url} target="_blank" rel="noopener noreferrer" className="inline-flex min-h-6 items-center gap-2">
                  <ExternalLink aria-hidden className="size-4 shrink-0" />
                  {t("products.images.open", { name: place.name, host: place.host })}
                </a>
              ) : (
                url
              )}
            </li>
          );
        })}
      </ul>
      {urls.length > 0 && <p className="mt-2 text-13 text-muted">{t("products.images.why")}</p>}
    </Card>
  );
}
