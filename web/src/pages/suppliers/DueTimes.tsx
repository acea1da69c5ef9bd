import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api";
import { ErrorState, RelativeTime, Skeleton } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";

interface Timing {
  kind: string;
  expression: string;
  zone?: string | null;
}
const count = 5;

/** The next five times, as the server reckons them and as clocks there will show. Nothing when it is switched off. */
export function DueTimes({ timing }: { timing: Timing | undefined }) {
  const t = useT();
  const format = useFormat();
  const due = useQuery({
    queryKey: ["schedules", "preview", timing?.kind, timing?.expression, timing?.zone],
    queryFn: ({ signal }) =>
      call(
        api.POST("/api/v1/schedules/preview", {
          params: { query: { count } },
          body: { kind: timing!.kind, expression: timing!.expression, zone: timing!.zone || null },
          signal,
        }),
      ),
    enabled: timing !== undefined && timing.expression !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  // A clock elsewhere is shown as it stands there, not as this browser's would.
  const local = (text: string) => format.dateTime(text.slice(0, 16));
  return (
    <div className="min-h-40">
      <h3 className="mb-2 text-13 font-medium text-muted">{t("suppliers.schedule.next_five", { zone: due.data?.zone ?? timing?.zone ?? "" })}</h3>
      {!timing && <p className="text-muted">{t("suppliers.schedule.none_due")}</p>}
      {timing && due.isPending && timing.expression !== "" && <Skeleton className="h-28 w-full" />}
      {due.error && <ErrorState error={due.error} compact />}
      {timing && !due.error && due.data && (
        <ol className="tabular space-y-1">
          {due.data.items.map((one) => (
            <li key={one.at} className="flex justify-between gap-4 border-b border-border pb-1 last:border-0">
              <span>{local(one.local)}</span>
              <span className="text-13 text-muted"><RelativeTime at={one.at} /></span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
