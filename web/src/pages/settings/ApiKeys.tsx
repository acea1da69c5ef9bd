import { useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { Ban, CircleCheck, Clock, KeyRound } from "lucide-react";
import { useMemo, useState } from "react";
import { api, call, changed } from "@/api";
import { Badge, Button, CodeText, ConfirmDialog, DataTable, EmptyState, NoValue, RelativeTime, toast } from "@/components";
import { type Translate, useT } from "@/i18n";
import { ApiKeyDialog } from "./ApiKeyDialog";
import { type ApiKey, keysQuery } from "./queries";
import { SecretShown } from "./SecretShown";

type Act = { kind: "create" } | { kind: "edit" | "rotate" | "revoke"; key: ApiKey };

/** Keys with which programs call. The text of a key is seen once, when it is made. */
export function ApiKeys() {
  const t = useT();
  const [act, setAct] = useState<Act | null>(null);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const keys = useInfiniteQuery(keysQuery);
  const rows = useMemo(() => keys.data?.pages.flatMap((page) => page.items), [keys.data]);
  const columns = useMemo(() => columnsOf(t, setAct), [t]);
  const asked = act !== null && act.kind !== "create" ? act.key : undefined;
  const path = { params: { path: { id: asked?.id ?? "" } } };
  const revoke = async () => {
    await call(api.DELETE("/api/v1/api-keys/{id}", path));
    toast.done(t("settings.keys.revoked", { name: asked?.name ?? "" }));
    await changed(["api-keys"]);
  };
  const rotate = async () => {
    const { secret } = await call(api.POST("/api/v1/api-keys/{id}/rotate", { ...path, body: {} }));
    setMade({ name: asked?.name ?? "", secret });
    await changed(["api-keys"]);
  };
  const create = <Button look="primary" icon={<KeyRound aria-hidden className="size-4" />} onClick={() => setAct({ kind: "create" })}>{t("settings.keys.create")}</Button>;
  return (
    <>
      <DataTable
        name="api-keys"
        label={t("settings.tab.keys")}
        columns={columns}
        rows={rows}
        rowKey={(one) => one.id}
        isLoading={keys.isPending}
        error={keys.error}
        onRetry={() => void keys.refetch()}
        hasMore={keys.hasNextPage}
        isLoadingMore={keys.isFetchingNextPage}
        loadMore={() => void keys.fetchNextPage()}
        height="calc(100dvh - 19rem)"
        filters={rows && rows.length > 0 && create}
        empty={<EmptyState title={t("settings.keys.empty")} icon={<KeyRound aria-hidden className="size-8" />} actions={create}>{t("settings.keys.empty.why")}</EmptyState>}
        card={(one) => (
          <div className="space-y-1">
            <div className="flex items-center justify-between gap-2"><span className="truncate font-medium">{one.name}</span><State apiKey={one} /></div>
            <p className="text-13 text-muted"><CodeText>{`${one.prefix}…`}</CodeText> · {t("settings.keys.scopes.count", { count: one.scopes.length })}</p>
            <KeyActions apiKey={one} act={setAct} />
          </div>
        )}
      />
      {(act?.kind === "create" || act?.kind === "edit") && (
        <ApiKeyDialog apiKey={act.kind === "edit" ? act.key : undefined} onClose={() => setAct(null)} onMade={(name, secret) => setMade({ name, secret })} />
      )}
      <ConfirmDialog open={act?.kind === "rotate"} onClose={() => setAct(null)} title={t("settings.keys.rotate_named", { name: asked?.name ?? "" })} action={t("settings.keys.rotate")} onConfirm={rotate}>
        <p>{t("settings.keys.rotate.will")}</p>
      </ConfirmDialog>
      <ConfirmDialog open={act?.kind === "revoke"} onClose={() => setAct(null)} title={t("settings.keys.revoke_named", { name: asked?.name ?? "" })} action={t("settings.keys.revoke")} onConfirm={revoke} danger>
        <p>{t("settings.keys.revoke.will")}</p>
        <p className="text-muted">{asked?.last_used_at ? <>{t("settings.keys.last_used")} <RelativeTime at={asked.last_used_at} /></> : t("settings.keys.never_used")}</p>
      </ConfirmDialog>
      {made && <SecretShown title={t("settings.keys.made", { name: made.name })} hint={t("settings.keys.made.hint")} value={made.secret} onClose={() => setMade(null)} />}
    </>
  );
}

const hasExpired = (key: ApiKey) => Boolean(key.expires_at && Date.parse(key.expires_at) <= Date.now());

function State({ apiKey }: { apiKey: ApiKey }) {
  const t = useT();
  if (apiKey.revoked) return <Badge tone="skipped" icon={<Ban aria-hidden className="size-3.5" />}>{t("settings.keys.is_revoked")}</Badge>;
  if (hasExpired(apiKey)) return <Badge tone="skipped" icon={<Clock aria-hidden className="size-3.5" />}>{t("settings.keys.expired")}</Badge>;
  return <Badge tone="created" icon={<CircleCheck aria-hidden className="size-3.5" />}>{t("settings.keys.valid")}</Badge>;
}

function KeyActions({ apiKey, act }: { apiKey: ApiKey; act: (next: Act) => void }) {
  const t = useT();
  if (apiKey.revoked) return null;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {(["edit", "rotate", "revoke"] as const).map((kind) => (
        <Button key={kind} size="small" look={kind === "revoke" ? "danger" : "normal"} aria-label={t(`settings.keys.${kind}_named`, { name: apiKey.name })} onClick={() => act({ kind, key: apiKey })}>
          {t(`settings.keys.${kind}`)}
        </Button>
      ))}
    </span>
  );
}

function columnsOf(t: Translate, act: (next: Act) => void): ColumnDef<ApiKey>[] {
  const plain = { enableSorting: false };
  return [
    { id: "name", header: t("settings.keys.name"), size: 200, ...plain, cell: ({ row }) => <span className="font-medium">{row.original.name}</span> },
    { id: "prefix", header: t("settings.keys.prefix"), size: 140, ...plain, cell: ({ row }) => <CodeText>{`${row.original.prefix}…`}</CodeText> },
    { id: "state", header: t("settings.state"), size: 120, ...plain, cell: ({ row }) => <State apiKey={row.original} /> },
    { id: "scopes", header: t("settings.keys.scopes"), size: 130, ...plain, cell: ({ row }) => <span title={row.original.scopes.join(", ")}>{t("settings.keys.scopes.count", { count: row.original.scopes.length })}</span> },
    { id: "used", header: t("settings.keys.last_used"), size: 130, ...plain, cell: ({ row }) => <RelativeTime at={row.original.last_used_at} /> },
    { id: "expires", header: t("settings.keys.expires"), size: 130, ...plain, cell: ({ row }) => (row.original.expires_at ? <RelativeTime at={row.original.expires_at} /> : <NoValue />) },
    { id: "actions", header: t("settings.actions"), size: 250, ...plain, cell: ({ row }) => <KeyActions apiKey={row.original} act={act} /> },
  ];
}
