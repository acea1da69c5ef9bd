import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { CircleCheck, CircleX, Clock } from "lucide-react";
import { useMemo, useState } from "react";
import { api, call, changed } from "@/api";
import { Badge, Button, DataTable, Duration, EmptyState, NoValue, RelativeTime, Select, tellFailure, toast } from "@/components";
import { type Translate, useT } from "@/i18n";
import { eventName } from "./events";
import { deliveriesQuery, type Delivery, type Webhook } from "./queries";
import { TestResult } from "./TestResult";

const route = getRouteApi("/app/settings");
const statuses = ["waiting", "delivered", "failed"] as const;

/** What was sent and what came of it, the latest first. */
export function Deliveries({ webhooks }: { webhooks: readonly Webhook[] }) {
  const t = useT();
  const { webhook, status } = route.useSearch();
  const navigate = route.useNavigate();
  const [shown, setShown] = useState<Delivery | null>(null);
  const [busy, setBusy] = useState(false);
  const deliveries = useInfiniteQuery(deliveriesQuery({ webhook_id: webhook, status }));
  const rows = useMemo(() => deliveries.data?.pages.flatMap((page) => page.items), [deliveries.data]);
  const columns = useMemo(() => columnsOf(t, webhooks, setShown), [t, webhooks]);
  const narrow = (change: { webhook?: string; status?: string }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const replay = async (delivery: Delivery) => {
    setBusy(true);
    try {
      await call(api.POST("/api/v1/webhooks/deliveries/{id}/replay", { params: { path: { id: delivery.id } } }));
      toast.done(t("settings.deliveries.replayed"));
      setShown(null);
      await changed(["webhooks", "deliveries"]);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label={t("settings.deliveries")}>
      <h2 className="mb-2">{t("settings.deliveries")}</h2>
      <DataTable
        name="webhook-deliveries"
        label={t("settings.deliveries")}
        columns={columns}
        rows={rows}
        rowKey={(one) => one.id}
        isLoading={deliveries.isPending}
        error={deliveries.error}
        onRetry={() => void deliveries.refetch()}
        hasMore={deliveries.hasNextPage}
        isLoadingMore={deliveries.isFetchingNextPage}
        loadMore={() => void deliveries.fetchNextPage()}
        onOpen={setShown}
        height="28rem"
        filters={
          <>
            <Select aria-label={t("settings.tab.webhooks")} className="max-w-64" value={webhook ?? ""} onChange={(event) => narrow({ webhook: event.target.value || undefined })}>
              <option value="">{t("settings.deliveries.any_webhook")}</option>
              {webhooks.map((one) => (
                <option key={one.id} value={one.id}>{one.description || one.url}</option>
              ))}
            </Select>
            <Select aria-label={t("settings.state")} className="max-w-48" value={status ?? ""} onChange={(event) => narrow({ status: event.target.value || undefined })}>
              <option value="">{t("settings.deliveries.any_status")}</option>
              {statuses.map((one) => (
                <option key={one} value={one}>{t(`settings.deliveries.${one}`)}</option>
              ))}
            </Select>
          </>
        }
        empty={<EmptyState title={t("settings.deliveries.empty")}>{t("settings.deliveries.empty.why")}</EmptyState>}
        card={(one) => (
          <div className="space-y-1">
            <div className="flex items-center justify-between gap-2"><EventButton delivery={one} open={setShown} /><Status status={one.status} /></div>
            <p className="text-13 text-muted">{one.problem_message ?? one.response_status} · <RelativeTime at={one.created_at} /></p>
          </div>
        )}
      />
      {shown && (
        <TestResult
          delivery={shown}
          onClose={() => setShown(null)}
          action={shown.status !== "waiting" && <Button busy={busy} onClick={() => void replay(shown)}>{t("settings.deliveries.replay")}</Button>}
        />
      )}
    </section>
  );
}

function EventButton({ delivery, open }: { delivery: Delivery; open: (delivery: Delivery) => void }) {
  const t = useT();
  return <button type="button" className="min-h-6 max-w-full truncate text-left text-accent hover:underline" onClick={() => open(delivery)}>{eventName(delivery.event, t)}</button>;
}

function Status({ status }: { status: Delivery["status"] }) {
  const t = useT();
  const looks = { waiting: { tone: "unchanged", icon: Clock }, delivered: { tone: "created", icon: CircleCheck }, failed: { tone: "failed", icon: CircleX } } as const;
  const { tone, icon: Icon } = looks[status];
  return <Badge tone={tone} icon={<Icon aria-hidden className="size-3.5" />}>{t(`settings.deliveries.${status}`)}</Badge>;
}

function columnsOf(t: Translate, webhooks: readonly Webhook[], open: (delivery: Delivery) => void): ColumnDef<Delivery>[] {
  const plain = { enableSorting: false };
  const nameOf = (id: string) => {
    const found = webhooks.find((one) => one.id === id);
    return found ? found.description || found.url : <NoValue />;
  };
  return [
    { id: "event", header: t("settings.deliveries.event"), size: 220, ...plain, cell: ({ row }) => <EventButton delivery={row.original} open={open} /> },
    { id: "status", header: t("settings.state"), size: 130, ...plain, cell: ({ row }) => <Status status={row.original.status} /> },
    { id: "answer", header: t("settings.deliveries.answer"), size: 280, ...plain, cell: ({ row }) => row.original.problem_message ?? row.original.response_status ?? <NoValue /> },
    { id: "attempts", header: t("settings.deliveries.attempts"), size: 100, ...plain, cell: ({ row }) => t("settings.deliveries.attempt", { attempts: row.original.attempts, most: row.original.attempts_allowed }) },
    { id: "next", header: t("settings.deliveries.next"), size: 130, ...plain, cell: ({ row }) => <RelativeTime at={row.original.next_attempt_at} /> },
    { id: "time", header: t("settings.deliveries.time"), size: 100, ...plain, meta: { align: "right" }, cell: ({ row }) => <Duration ms={row.original.duration_ms} /> },
    { id: "webhook", header: t("settings.webhook"), size: 220, ...plain, cell: ({ row }) => nameOf(row.original.webhook_id) },
    { id: "at", header: t("settings.deliveries.at"), size: 130, ...plain, cell: ({ row }) => <RelativeTime at={row.original.created_at} /> },
  ];
}
