import { type InfiniteData, infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, type Schema } from "@/api";

export type News = Schema<"notifications.NotificationView">;
export type NewsPages = InfiniteData<Schema<"notifications.NotificationListView">, string | undefined>;

export const newsQuery = (filters: { unread: boolean; kind?: string }) =>
  infiniteQueryOptions({
    queryKey: ["notifications", "list", filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      call(api.GET("/api/v1/notifications", { params: { query: { unread: filters.unread || undefined, kind: filters.kind, cursor: pageParam, limit: 100 } }, signal })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The same question as the bell's, so that both always agree. */
export const unreadQuery = queryOptions({
  queryKey: ["notifications", "unread"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/notifications/unread-count", { signal })),
});

export const preferencesQuery = queryOptions({
  queryKey: ["notifications", "preferences"],
  queryFn: ({ signal }) => call(api.GET("/api/v1/notifications/preferences", { signal })),
});
