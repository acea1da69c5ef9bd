import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useMay } from "@/api";
import { Badge, Button, DataTable, DateTime, Dialog, Diff, EmptyState, Facts, NoValue, ShortTable } from "@/components";
import { type Translate, useT } from "@/i18n";
import { changesOf, instantOf } from "./audit-diff";
import { AuditFilterFields } from "./AuditFilterFields";
import { type AuditEntry, auditQuery, usersQuery } from "./queries";

const route = getRouteApi("/app/settings");

/** Who changed what and when, the latest first. */
export function Audit() {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = { actor_id: search.actor, action: search.action, subject: search.subject, from: instantOf(search.from), until: instantOf(search.until, true) };
  const audit = useInfiniteQuery(auditQuery(filters));
  const users = useInfiniteQuery({ ...usersQuery(undefined), enabled: useMay("admin.users") });
  const rows = useMemo(() => audit.data?.pages.flatMap((page) => page.items), [audit.data]);
  const open = useMemo(() => (id: string) => void navigate({ search: (before) => ({ ...before, entry: id }) }), [navigate]);
  const columns = useMemo(() => columnsOf(t, open), [t, open]);
  const shown = rows?.find((one) => one.id === search.entry);
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <>
      <DataTable
        name="audit"
        label={t("settings.tab.audit")}
        columns={columns}
        rows={rows}
        rowKey={(one) => one.id}
        isLoading={audit.isPending}
        error={audit.error}
        onRetry={() => void audit.refetch()}
        hasMore={audit.hasNextPage}
        isLoadingMore={audit.isFetchingNextPage}
        loadMore={() => void audit.fetchNextPage()}
        onOpen={(one) => open(one.id)}
        height="calc(100dvh - 22rem)"
        filters={<AuditFilterFields users={users.data?.pages.flatMap((page) => page.items) ?? []} />}
        empty={
          isFiltered ? (
            <EmptyState title={t("settings.audit.none_match")} actions={<Button onClick={() => void navigate({ search: { tab: "audit" } })}>{t("settings.show_all")}</Button>} />
          ) : (
            <EmptyState title={t("settings.audit.empty")} />
          )
        }
        card={(one) => (
          <div className="space-y-1">
            <ActionButton entry={one} open={open} />
            <p className="text-13 break-all text-muted">{one.actor} · {one.subject}</p>
            <p className="text-12 text-muted"><DateTime at={one.at} /></p>
          </div>
        )}
      />
      {shown && <EntryDialog entry={shown} onClose={() => void navigate({ search: (before) => ({ ...before, entry: undefined }) })} />}
    </>
  );
}

function ActionButton({ entry, open }: { entry: AuditEntry; open: (id: string) => void }) {
  return <button type="button" className="min-h-6 max-w-full truncate text-left font-mono text-13 text-accent hover:underline" onClick={() => open(entry.id)}>{entry.action}</button>;
}

function columnsOf(t: Translate, open: (id: string) => void): ColumnDef<AuditEntry>[] {
  const plain = { enableSorting: false };
  return [
    { id: "at", header: t("settings.audit.at"), size: 170, ...plain, cell: ({ row }) => <DateTime at={row.original.at} /> },
    {
      id: "actor",
      header: t("settings.audit.actor"),
      size: 220,
      ...plain,
      cell: ({ row: { original: one } }) => <>{one.actor || <NoValue />} {one.by_api_key && <Badge>{t("settings.audit.by_key")}</Badge>}</>,
    },
    { id: "action", header: t("settings.audit.action"), size: 220, ...plain, cell: ({ row }) => <ActionButton entry={row.original} open={open} /> },
    { id: "subject", header: t("settings.audit.subject"), size: 320, ...plain, cell: ({ row }) => <code className="font-mono text-13" title={row.original.subject}>{row.original.subject}</code> },
    { id: "address", header: t("settings.audit.address"), size: 140, ...plain, cell: ({ row }) => row.original.address || <NoValue /> },
  ];
}

function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const t = useT();
  const changes = changesOf(entry.before, entry.after);
  return (
    <Dialog open onClose={onClose} title={entry.action} wide>
      <div className="space-y-4">
        <Facts
          items={[
            [t("settings.audit.at"), <DateTime key="at" at={entry.at} />],
            [t("settings.audit.actor"), <>{entry.actor} {entry.by_api_key && <Badge>{t("settings.audit.by_key")}</Badge>}</>],
            [t("settings.audit.subject"), <span key="subject" className="font-mono text-13 break-all">{entry.subject}</span>],
            [t("settings.audit.address"), entry.address || <NoValue />],
            [t("settings.audit.request"), <code key="request" className="font-mono text-13 break-all">{entry.request_id}</code>],
          ]}
        />
        {changes.length === 0 ? (
          <p className="text-muted">{t("settings.audit.no_values")}</p>
        ) : (
          <ShortTable
            label={t("settings.audit.changes")}
            rows={changes}
            rowKey={(one) => one.field}
            minWidth=""
            columns={[
              { key: "field", header: t("settings.audit.field"), isHead: true, className: "align-top", cell: (one) => <code className="font-mono text-13">{one.field}</code> },
              { key: "change", header: t("settings.audit.changes"), className: "break-all", cell: (one) => <Diff before={one.before} after={one.after} /> },
            ]}
          />
        )}
      </div>
    </Dialog>
  );
}
