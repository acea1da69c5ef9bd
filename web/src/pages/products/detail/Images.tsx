import { useMutation, useQuery } from "@tanstack/react-query";
import { Clock3, ExternalLink, ImageOff, RotateCw } from "lucide-react";
import { useState } from "react";
import { api, call, changed, type Schema, useMay } from "@/api";
import { Button, Card, EmptyState, ErrorState, ProblemLine, Skeleton, tellFailure } from "@/components";
import { useT } from "@/i18n";
import { notTakenUp } from "./pictures";
import { imagesQuery } from "./queries";

type Image = Schema<"media.ImageView">;

/** Only addresses of the web are made into links: a feed may write anything. */
function placeOf(url: string) {
  try {
    const { protocol, host, pathname } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? { host, name: decodeURIComponent(pathname.split("/").pop() || pathname) } : undefined;
  } catch {
    return undefined;
  }
}

/** The pictures kept here, small; those that are not here yet say why. */
export function Images({ id, name, urls }: { id: string; name: string; urls: readonly string[] }) {
  const t = useT();
  const images = useQuery({ ...imagesQuery(id), enabled: urls.length > 0 });
  const unknown = images.data ? notTakenUp(urls, images.data) : [];
  return (
    <Card title={t("products.images", { count: urls.length })}>
      {urls.length === 0 && <EmptyState compact icon={<ImageOff aria-hidden className="size-5" />} title={t("products.images.none")} />}
      {images.error && !images.data && <ErrorState error={images.error} compact onRetry={() => void images.refetch()} />}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-4">
        {images.isLoading && urls.map((url) => <li key={url}><Skeleton className="aspect-square w-full" /></li>)}
        {images.data?.map((image, index) => <Picture key={image.id} image={image} alt={t("products.images.alt", { name, number: index + 1, count: images.data.length })} />)}
      </ul>
      <ul className="space-y-1">
        {unknown.map((url) => (
          <li key={url} className="break-all text-13">
            <Address url={url} />
          </li>
        ))}
      </ul>
      {unknown.length > 0 && <p className="mt-2 text-13 text-muted">{t("products.images.later")}</p>}
    </Card>
  );
}

/** Where the supplier has it; the page itself asks nothing of other servers. */
function Address({ url }: { url: string }) {
  const t = useT();
  const place = placeOf(url);
  if (!place) return <>{url}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="inline-flex min-h-6 items-center gap-1">
      <ExternalLink aria-hidden className="size-3.5 shrink-0" />
      {t("products.images.open", { name: place.name, host: place.host })}
    </a>
  );
}

/** Each has the same square from the beginning, so that nothing moves when it comes. */
function Picture({ image, alt }: { image: Image; alt: string }) {
  const t = useT();
  const [isBroken, setBroken] = useState(false);
  const small = image.file?.thumbnails["300"] ?? image.file?.original;
  return (
    <li className="min-w-0 space-y-1">
      <div className="flex aspect-square items-center justify-center overflow-hidden rounded border border-border bg-raised">
        {small && !isBroken ? (
          <a href={image.file?.original.url} target="_blank" rel="noopener noreferrer" aria-label={t("products.images.large", { name: alt })} className="block size-full">
            <img src={small.url} alt={alt} width={small.width} height={small.height} loading="lazy" decoding="async" onError={() => setBroken(true)} className="size-full object-contain" />
          </a>
        ) : (
          <Missing image={image} isBroken={isBroken} />
        )}
      </div>
      <p className="break-all text-12 text-muted">
        <Address url={image.url} />
      </p>
    </li>
  );
}

function Missing({ image, isBroken }: { image: Image; isBroken: boolean }) {
  const t = useT();
  const mayWrite = useMay("products.write");
  const again = useMutation({
    mutationFn: () => call(api.POST("/api/v1/media/images/{id}/retry", { params: { path: { id: image.id } } })),
    onSuccess: () => changed(["products"]),
    onError: (error) => tellFailure(error),
  });
  const isComing = image.state === "waiting" || image.state === "fetching";
  return (
    <div className="flex size-full flex-col items-center justify-center gap-1 overflow-y-auto p-2 text-center text-12 text-muted">
      {isComing ? <Clock3 aria-hidden className="size-5" /> : <ImageOff aria-hidden className="size-5" />}
      {!isComing && image.problem ? <ProblemLine problem={image.problem} /> : <span>{t(isComing ? "products.images.coming" : isBroken ? "products.images.unread" : "products.images.failed")}</span>}
      {!isComing && !isBroken && mayWrite && (
        <Button size="small" look="quiet" busy={again.isPending} icon={<RotateCw aria-hidden className="size-3.5" />} onClick={() => again.mutate()}>
          {t("products.images.again")}
        </Button>
      )}
    </div>
  );
}
