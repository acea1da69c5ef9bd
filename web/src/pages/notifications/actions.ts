import { useQueryClient } from "@tanstack/react-query";
import { api, call, changed } from "@/api";
import { tellFailure, toast } from "@/components";
import { useT } from "@/i18n";
import { type News, type NewsPages, unreadQuery } from "./queries";

/** Reading and removing show at once; when the server says no, the lists are read anew with a word about it. */
export function useNewsActions() {
  const t = useT();
  const client = useQueryClient();
  const edit = (change: (items: News[]) => News[]) =>
    client.setQueriesData<NewsPages>({ queryKey: ["notifications", "list"] }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) });
  const count = (change: (unread: number) => number) => client.setQueryData(unreadQuery.queryKey, (data) => data && { unread: Math.max(0, change(data.unread)) });
  const send = async (request: () => Promise<unknown>) => {
    await client.cancelQueries({ queryKey: ["notifications"] });
    try {
      await request();
    } catch (error) {
      tellFailure(error, t("notifications.not_done"));
    }
    await changed(["notifications"]);
  };
  const read = (news: News) => {
    if (news.is_read) return;
    const path = { params: { path: { id: news.id } } };
    edit((items) => items.map((one) => (one.id === news.id ? { ...one, is_read: true } : one)));
    count((unread) => unread - 1);
    void send(() => call(api.POST("/api/v1/notifications/{id}/read", path)));
  };
  const readAll = () => {
    edit((items) => items.map((one) => ({ ...one, is_read: true })));
    count(() => 0);
    void send(async () => {
      const { marked } = await call(api.POST("/api/v1/notifications/read-all"));
      toast.done(t("notifications.read_all.done", { count: marked }));
    });
  };
  const remove = (news: News) => {
    edit((items) => items.filter((one) => one.id !== news.id));
    if (!news.is_read) count((unread) => unread - 1);
    void send(() => call(api.DELETE("/api/v1/notifications/{id}", { params: { path: { id: news.id } } })));
  };
  return { read, readAll, remove };
}
