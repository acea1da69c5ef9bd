import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { Ban, CircleCheck, Clock, UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { Badge, Button, DataTable, EmptyState, RelativeTime, SearchInput } from "@/components";
import { type Translate, useT } from "@/i18n";
import { InviteDialog } from "./InviteDialog";
import { type User, usersQuery } from "./queries";
import { ResetLink } from "./ResetLink";
import { UserDialog } from "./UserDialog";

const route = getRouteApi("/app/settings");

export function Users() {
  const t = useT();
  const { search, user } = route.useSearch();
  const navigate = route.useNavigate();
  const [isInviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<{ email: string; token: string } | null>(null);
  const users = useInfiniteQuery(usersQuery(search));
  const rows = useMemo(() => users.data?.pages.flatMap((page) => page.items), [users.data]);
  const open = useMemo(() => (id: string) => void navigate({ search: (before) => ({ ...before, user: id }) }), [navigate]);
  const columns = useMemo(() => columnsOf(t, open), [t, open]);
  const find = (text: string) => void navigate({ search: (before) => ({ ...before, search: text.trim() || undefined }), replace: true });
  return (
    <>
      <DataTable
        name="users"
        label={t("settings.tab.users")}
        columns={columns}
        rows={rows}
        rowKey={(one) => one.id}
        isLoading={users.isPending}
        error={users.error}
        onRetry={() => void users.refetch()}
        hasMore={users.hasNextPage}
        isLoadingMore={users.isFetchingNextPage}
        loadMore={() => void users.fetchNextPage()}
        onOpen={(one) => open(one.id)}
        height="calc(100dvh - 19rem)"
        filters={
          <>
            <SearchInput className="w-64" aria-label={t("settings.users.search")} placeholder={t("settings.users.search")} defaultValue={search} onChange={(event) => find(event.target.value)} />
            <Button look="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => setInviting(true)}>{t("settings.users.invite")}</Button>
          </>
        }
        empty={<EmptyState title={t("settings.users.none")} actions={<Button onClick={() => setInviting(true)}>{t("settings.users.invite")}</Button>} />}
        card={(one) => (
          <div className="space-y-1">
            <div className="flex items-center justify-between gap-2"><Name user={one} open={open} /><State user={one} /></div>
            <p className="text-13 break-all text-muted">{one.email} · {t(`settings.role.${one.role}`)}</p>
          </div>
        )}
      />
      {isInviting && (
        <InviteDialog
          onClose={() => setInviting(false)}
          onInvited={(email, token) => {
            setInviting(false);
            if (token) setInvited({ email, token });
          }}
        />
      )}
      {invited && <ResetLink email={invited.email} token={invited.token} onClose={() => setInvited(null)} />}
      {user && <UserDialog id={user} onClose={() => void navigate({ search: (before) => ({ ...before, user: undefined }) })} />}
    </>
  );
}

function Name({ user, open }: { user: User; open: (id: string) => void }) {
  return <button type="button" className="min-h-6 max-w-full truncate text-left font-medium text-accent hover:underline" onClick={() => open(user.id)}>{user.name || user.email}</button>;
}

function State({ user }: { user: User }) {
  const t = useT();
  if (user.disabled) return <Badge tone="skipped" icon={<Ban aria-hidden className="size-3.5" />}>{t("settings.users.disabled")}</Badge>;
  if (!user.has_password) return <Badge tone="quarantined" icon={<Clock aria-hidden className="size-3.5" />}>{t("settings.users.invited")}</Badge>;
  return <Badge tone="created" icon={<CircleCheck aria-hidden className="size-3.5" />}>{t("settings.users.active")}</Badge>;
}

function columnsOf(t: Translate, open: (id: string) => void): ColumnDef<User>[] {
  const plain = { enableSorting: false };
  return [
    { id: "name", header: t("settings.users.name"), size: 200, ...plain, cell: ({ row }) => <Name user={row.original} open={open} /> },
    { id: "email", header: t("settings.users.email"), size: 260, ...plain, cell: ({ row }) => row.original.email },
    { id: "role", header: t("settings.users.role"), size: 140, ...plain, cell: ({ row }) => t(`settings.role.${row.original.role}`) },
    {
      id: "exceptions",
      header: t("settings.users.exceptions"),
      size: 160,
      ...plain,
      cell: ({ row: { original: user } }) => (user.granted.length + user.denied.length === 0 ? "" : t("settings.users.exceptions.count", { granted: user.granted.length, denied: user.denied.length })),
    },
    { id: "state", header: t("settings.state"), size: 130, ...plain, cell: ({ row }) => <State user={row.original} /> },
    { id: "login", header: t("settings.users.last_login"), size: 150, ...plain, cell: ({ row }) => <RelativeTime at={row.original.last_login_at} /> },
  ];
}
