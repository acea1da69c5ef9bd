import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

/** A place of the final size. Give the height and width by classes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block animate-pulse rounded-sm bg-raised", className)} />;
}

export function SkeletonRows({ count = 8 }: { count?: number }) {
  const t = useT();
  return (
    <div role="status" className="space-y-3 p-4">
      <span className="sr-only">{t("common.loading")}</span>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} className={index % 3 === 2 ? "h-5 w-2/3" : "h-5 w-full"} />
      ))}
    </div>
  );
}

/** A page that is on its way. */
export function SkeletonPage() {
  const t = useT();
  return (
    <div role="status" className="space-y-4">
      <span className="sr-only">{t("common.loading")}</span>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-80 w-full" />
    </div>
  );
}
