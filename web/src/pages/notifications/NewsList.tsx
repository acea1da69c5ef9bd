import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useRouter } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { Bell, Check, CircleAlert, CircleCheck, CircleX, Info, X } from "lucide-react";
import { useMemo } from "react";
import { Button, DataTable, EmptyState, IconButton, RelativeTime, Select, type Tone, toneText } from "@/components";
import { type Translate, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useNewsActions } from "./actions";
import { type News, newsQuery } from "./queries";
import { kindName, kinds, textsOf } from "./texts";

const route = getRouteApi("/app/notifications");
type Actions = ReturnType<typeof useNewsActions>;

/** What has not been read comes first: the list begins with it alone, everything is one choice away. */
export function NewsList() {
  const t = useT();
  const { show, kind } = route.useSearch();
  const navigate = route.useNavigate();
  const actions = useNewsActions();
  const open = useOpen(actions);
  const isAll = show === "all";
  const news = useInfiniteQuery(newsQuery({ unread: !isAll, kind }));
  const rows = useMemo(() => news.data?.pages.flatMap((page) => page.items), [news.data]);
  const columns = useMemo(() => columnsOf(t, actions, open), [t, actions, open]);
  const narrow = (change: { show?: string; kind?: string }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <DataTable
      name="notifications"
      label={t("notifications.title")}
      columns={columns}
      rows={rows}
      rowKey={(one) => one.id}
      isLoading={news.isPending}
      error={news.error}
      onRetry={() => void news.refetch()}
      hasMore={news.hasNextPage}
      isLoadingMore={news.isFetchingNextPage}
      loadMore={() => void news.fetchNextPage()}
      onOpen={open}
      height="calc(100dvh - 19rem)"
      filters={
        <>
          <Select aria-label={t("notifications.filter.show")} className="max-w-48" value={isAll ? "all" : ""} onChange={(event) => narrow({ show: event.target.value || undefined })}>
            <option value="">{t("notifications.filter.unread")}</option>
            <option value="all">{t("notifications.filter.all")}</option>
          </Select>
          <Select aria-label={t("notifications.filter.kind")} className="max-w-56" value={kind ?? ""} onChange={(event) => narrow({ kind: event.target.value || undefined })}>
            <option value="">{t("notifications.filter.any_kind")}</option>
            {kinds.map((one) => (
              <option key={one} value={one}>{kindName(one, t)}</option>
            ))}
          </Select>
        </>
      }
      empty={<Empty isAll={isAll} isFiltered={Boolean(kind)} showAll={() => void navigate({ search: { show: "all" } })} showSettings={() => void navigate({ search: { tab: "preferences" } })} />}
      card={(one) => <NewsCard news={one} actions={actions} open={open} />}
    />
  );
}

function Empty({ isAll, isFiltered, showAll, showSettings }: { isAll: boolean; isFiltered: boolean; showAll: () => void; showSettings: () => void }) {
  const t = useT();
  const icon = <Bell aria-hidden className="size-8" />;
  if (isAll && !isFiltered) {
    return <EmptyState icon={icon} title={t("notifications.empty")} actions={<Button onClick={showSettings}>{t("notifications.empty.choose")}</Button>}>{t("notifications.empty.why")}</EmptyState>;
  }
  return <EmptyState icon={icon} title={t(isFiltered ? "notifications.none_match" : "notifications.all_read")} actions={<Button onClick={showAll}>{t("notifications.show_all")}</Button>} />;
}

/** Only addresses of this site are followed, whatever a message says. */
function useOpen(actions: Actions) {
  const router = useRouter();
  const navigate = useNavigate();
  return useMemo(
    () => (news: News) => {
      actions.read(news);
      const isOurs = /^\/(?![/\\])/.test(news.link) && router.getMatchedRoutes(news.link.split(/[?#]/, 1)[0] ?? "")[2] !== undefined;
      if (isOurs) void navigate({ href: news.link });
    },
    [actions, navigate, router],
  );
}

const looks: Record<string, { tone: Tone; icon: typeof Info }> = {
  success: { tone: "created", icon: CircleCheck },
  info: { tone: "updated", icon: Info },
  warning: { tone: "quarantined", icon: CircleAlert },
  error: { tone: "failed", icon: CircleX },
};

function Severity({ news }: { news: News }) {
  const t = useT();
  const { tone, icon: Icon } = looks[news.severity] ?? looks.info!;
  return (
    <span className={cx("inline-flex", toneText[tone])}>
      <Icon aria-hidden className="size-4.5" />
      <span className="sr-only">{t(`notifications.severity.${news.severity}`)}</span>
    </span>
  );
}

function Title({ news, open }: { news: News; open: (news: News) => void }) {
  const t = useT();
  return (
    <button type="button" className={cx("min-h-6 max-w-full text-left hover:underline max-sm:whitespace-normal sm:truncate", !news.is_read && "font-semibold")} onClick={() => open(news)}>
      {!news.is_read && <span className="mr-2 inline-block size-2 rounded-full bg-accent" role="img" aria-label={t("notifications.unread")} />}
      {textsOf(news, t).title}
    </button>
  );
}

function RowActions({ news, actions }: { news: News; actions: Actions }) {
  const t = useT();
  const { title } = textsOf(news, t);
  return (
    <span className="inline-flex gap-1">
      {!news.is_read && <IconButton size="small" label={t("notifications.read", { title })} icon={<Check aria-hidden className="size-4" />} onClick={() => actions.read(news)} />}
      <IconButton size="small" label={t("notifications.remove", { title })} icon={<X aria-hidden className="size-4" />} onClick={() => actions.remove(news)} />
    </span>
  );
}

function columnsOf(t: Translate, actions: Actions, open: (news: News) => void): ColumnDef<News>[] {
  const plain = { enableSorting: false };
  return [
    { id: "severity", header: t("notifications.column.severity"), size: 80, ...plain, cell: ({ row }) => <Severity news={row.original} /> },
    { id: "title", header: t("notifications.column.title"), size: 320, ...plain, cell: ({ row }) => <Title news={row.original} open={open} /> },
    { id: "message", header: t("notifications.column.message"), size: 480, ...plain, cell: ({ row }) => <Message news={row.original} /> },
    { id: "at", header: t("notifications.column.at"), size: 130, ...plain, cell: ({ row }) => <RelativeTime at={row.original.created_at} /> },
    { id: "actions", header: t("notifications.column.actions"), size: 100, ...plain, cell: ({ row }) => <RowActions news={row.original} actions={actions} /> },
  ];
}

function Message({ news }: { news: News }) {
  const t = useT();
  const { message } = textsOf(news, t);
  return <span title={message} className="text-muted">{message}</span>;
}

function NewsCard({ news, actions, open }: { news: News; actions: Actions; open: (news: News) => void }) {
  const t = useT();
  return (
    <div className="flex gap-3">
      <Severity news={news} />
      <div className="min-w-0 flex-1">
        <Title news={news} open={open} />
        <p className="text-13 break-words text-muted">{textsOf(news, t).message}</p>
        <p className="text-12 text-muted"><RelativeTime at={news.created_at} /></p>
      </div>
      <RowActions news={news} actions={actions} />
    </div>
  );
}
