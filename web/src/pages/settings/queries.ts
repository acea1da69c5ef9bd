import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call, callWithTag, type Schema } from "@/api";

export type User = Schema<"identity.UserView">;
export type ApiKey = Schema<"identity.ApiKeyView">;
export type Webhook = Schema<"notifications.WebhookView">;
export type Delivery = Schema<"notifications.DeliveryView">;
export type AuditEntry = Schema<"identity.AuditView">;

const pages = { initialPageParam: undefined as string | undefined, placeholderData: keepPreviousData };
const next = (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined;

export const permissionsQuery = queryOptions({
  queryKey: ["permissions"],
  staleTime: 600_000,
  queryFn: ({ signal }) => call(api.GET("/api/v1/permissions", { signal })),
});

export const usersQuery = (search: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["users", "list", search],
    queryFn: ({ signal, pageParam }) => call(api.GET("/api/v1/users", { params: { query: { search, cursor: pageParam, limit: 100 } }, signal })),
    getNextPageParam: next,
    ...pages,
  });

export const userQuery = (id: string) =>
  queryOptions({ queryKey: ["users", "one", id], queryFn: ({ signal }) => callWithTag(api.GET("/api/v1/users/{id}", { params: { path: { id } }, signal })) });

export const userSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["users", "sessions", id],
    queryFn: async ({ signal }) => (await call(api.GET("/api/v1/users/{id}/sessions", { params: { path: { id } }, signal }))).items,
  });

export const keysQuery = infiniteQueryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal, pageParam }) => call(api.GET("/api/v1/api-keys", { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
  getNextPageParam: next,
  ...pages,
});

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks", "list"],
  queryFn: async ({ signal }) => {
    const items: Webhook[] = [];
    let cursor: string | undefined;
    do {
      const page = await call(api.GET("/api/v1/webhooks", { params: { query: { limit: 100, cursor } }, signal }));
      items.push(...page.items);
      cursor = next(page);
    } while (cursor);
    return items;
  },
});

export const deliveriesQuery = (filters: { webhook_id?: string; status?: string }) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", "deliveries", filters],
    queryFn: ({ signal, pageParam }) => call(api.GET("/api/v1/webhooks/deliveries", { params: { query: { ...filters, cursor: pageParam, limit: 50 } }, signal })),
    getNextPageParam: next,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some((one) => one.status === "waiting") ? 5_000 : false),
    ...pages,
  });

export interface AuditFilters {
  actor_id?: string;
  action?: string;
  subject?: string;
  from?: string;
  until?: string;
}
export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ["audit", filters],
    queryFn: ({ signal, pageParam }) => call(api.GET("/api/v1/audit", { params: { query: { ...filters, cursor: pageParam, limit: 100 } }, signal })),
    getNextPageParam: next,
    ...pages,
  });
