import { type ComponentProps, lazy, Suspense } from "react";
import { Skeleton } from "./Skeleton";

const Loaded = lazy(() => import("./Chart"));

/** A chart with its theme, its legend and the same numbers as a table. Its code comes when the first one is shown. */
export function Chart(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<Skeleton className="h-58 w-full" />}>
      <Loaded {...props} />
    </Suspense>
  );
}
