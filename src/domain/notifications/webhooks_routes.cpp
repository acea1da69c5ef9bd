#include "domain/notifications/route_parts.h"
#include "domain/notifications/webhook_views.h"
#include "platform/http/conditional.h"
#include "platform/http/query_values.h"

namespace notifications {
namespace {

namespace http = platform::http;
using http::Request;
using WebhookAnswer = http::Answer<WebhookView>;

constexpr const char* permission = "admin.settings";

std::string etag_of(std::int64_t version) {
  return "\"v" + std::to_string(version) + '"';
}

WebhookAnswer answer_of(const Webhook& webhook) {
  return {view_of(webhook), 0, {{"ETag", etag_of(webhook.version)}}};
}

Precondition precondition_of(const Request& request) {
  return [&request](std::int64_t version) { return http::check_if_match(request, etag_of(version)); };
}

std::string subject_of(const Webhook& webhook) {
  return "webhook:" + webhook.id.to_string();
}

base::Result<WebhookListView> list(WebhookService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto cursor, id_query(request, "cursor"));
  ASSIGN_OR_RETURN(const auto limit, limit_of(request));
  ASSIGN_OR_RETURN(const auto page, service.list(cursor, limit));
  WebhookListView view{{}, page.next};
  for (const Webhook& one : page.items) view.items.push_back(view_of(one));
  return view;
}

base::Result<http::Answer<WebhookSecretView>> create(const NotificationRouteParts& parts, const Request& request,
                                                     const WebhookInput& input) {
  NewWebhook wanted{input.url, input.description.value_or(""), input.events, input.is_enabled.value_or(true), {}};
  if (request.caller) wanted.created_by = request.caller->user_id;
  ASSIGN_OR_RETURN(const auto made, parts.notifier.webhooks().create(wanted));
  note(parts, request, "webhook.created", subject_of(made.webhook), {}, http::to_json(view_of(made.webhook)));
  return http::Answer<WebhookSecretView>{
      {view_of(made.webhook), made.secret},
      0,
      {{"Location", request.path + "/" + made.webhook.id.to_string()}, {"ETag", etag_of(made.webhook.version)}}};
}

base::Result<WebhookAnswer> change(const NotificationRouteParts& parts, const Request& request,
                                   const WebhookPatch& patch) {
  WebhookService& service = parts.notifier.webhooks();
  ASSIGN_OR_RETURN(const auto id, id_of(request, webhook_unknown));
  ASSIGN_OR_RETURN(const Webhook before, service.find(id));
  ASSIGN_OR_RETURN(
      const Webhook after,
      service.update(id, {patch.url, patch.description, patch.events, patch.is_enabled}, precondition_of(request)));
  note(parts, request, "webhook.updated", subject_of(after), http::to_json(view_of(before)),
       http::to_json(view_of(after)));
  return answer_of(after);
}

base::Result<http::Nothing> remove(const NotificationRouteParts& parts, const Request& request) {
  WebhookService& service = parts.notifier.webhooks();
  ASSIGN_OR_RETURN(const auto id, id_of(request, webhook_unknown));
  ASSIGN_OR_RETURN(const Webhook before, service.find(id));
  RETURN_IF_FAILED(service.remove(id, precondition_of(request)));
  note(parts, request, "webhook.deleted", subject_of(before), http::to_json(view_of(before)), {});
  return http::Nothing{};
}

base::Result<WebhookSecretView> rotate(const NotificationRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_of(request, webhook_unknown));
  ASSIGN_OR_RETURN(const auto rotated, parts.notifier.webhooks().rotate_secret(id));
  note(parts, request, "webhook.secret_rotated", subject_of(rotated.webhook), {}, {});
  return WebhookSecretView{view_of(rotated.webhook), rotated.secret};
}

base::Result<DeliveryListView> list_deliveries(WebhookService& service, const Request& request) {
  DeliveryQuery query;
  ASSIGN_OR_RETURN(query.webhook_id, id_query(request, "webhook_id"));
  if (request.query_value("status")) {
    ASSIGN_OR_RETURN(const auto status, http::choice_value(request, "status", {"waiting", "delivered", "failed"}));
    query.status = parse_delivery_status(status);
  }
  ASSIGN_OR_RETURN(query.before, id_query(request, "cursor"));
  ASSIGN_OR_RETURN(query.limit, limit_of(request));
  ASSIGN_OR_RETURN(const auto page, service.deliveries(query));
  DeliveryListView view{{}, page.next};
  for (const Delivery& one : page.items) view.items.push_back(view_of(one));
  return view;
}

base::Result<DeliveryView> replay(const NotificationRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_of(request, delivery_unknown));
  ASSIGN_OR_RETURN(const Delivery delivery, parts.notifier.webhooks().replay(id));
  note(parts, request, "webhook.delivery_replayed", "webhook:" + delivery.webhook_id.to_string(), {},
       R"({"delivery_id":")" + id.to_string() + "\"}");
  return view_of(delivery);
}

void add_reading(http::RouteTable& table, WebhookService& service) {
  auto list_route = http::get("/webhooks", "list_webhooks", "webhooks", "Webhooks, the latest first");
  with_page(list_route.permission(permission)).problems({&http::request_invalid});
  table.push_back(list_route.answers([&service](const Request& request) { return list(service, request); }));
  table.push_back(http::get("/webhooks/{id}", "get_webhook", "webhooks", "Show a webhook, without its secret")
                      .permission(permission)
                      .problems({&webhook_unknown})
                      .answers([&service](const Request& request) -> base::Result<WebhookAnswer> {
                        ASSIGN_OR_RETURN(const auto id, id_of(request, webhook_unknown));
                        ASSIGN_OR_RETURN(const Webhook found, service.find(id));
                        return answer_of(found);
                      }));
}

void add_writing(http::RouteTable& table, const NotificationRouteParts& parts) {
  using platform::client::address_refused;
  using platform::client::url_refused;
  table.push_back(http::post("/webhooks", "create_webhook", "webhooks",
                             "Tell a program elsewhere of events; the secret that signs them is shown this once")
                      .permission(permission)
                      .idempotent()
                      .status(201)
                      .problems({&webhook_invalid, &notification_kind_unknown, &url_refused, &address_refused})
                      .accepts<WebhookInput>([parts](const Request& request, const WebhookInput& input) {
                        return create(parts, request, input);
                      }));
  table.push_back(
      http::patch("/webhooks/{id}", "update_webhook", "webhooks", "Change a webhook; switched on again, it starts anew")
          .permission(permission)
          .problems({&webhook_unknown, &webhook_invalid, &notification_kind_unknown, &url_refused, &address_refused,
                     &http::precondition_failed})
          .accepts<WebhookPatch>(
              [parts](const Request& request, const WebhookPatch& patch) { return change(parts, request, patch); }));
  table.push_back(http::del("/webhooks/{id}", "delete_webhook", "webhooks", "Delete a webhook and its deliveries")
                      .permission(permission)
                      .problems({&webhook_unknown, &http::precondition_failed})
                      .answers([parts](const Request& request) { return remove(parts, request); }));
  table.push_back(http::post("/webhooks/{id}/rotate-secret", "rotate_webhook_secret", "webhooks",
                             "Give a webhook a new secret; the old one signs beside it for a day")
                      .permission(permission)
                      .idempotent()
                      .problems({&webhook_unknown})
                      .answers([parts](const Request& request) { return rotate(parts, request); }));
}

void add_deliveries(http::RouteTable& table, const NotificationRouteParts& parts) {
  WebhookService& service = parts.notifier.webhooks();
  auto list_route = http::get("/webhooks/deliveries", "list_webhook_deliveries", "webhooks",
                              "What was sent to webhooks and what they answered, the latest first");
  with_page(list_route.permission(permission).query("webhook_id", "string", "Only those of this webhook"))
      .query("status", "string", "waiting, delivered or failed")
      .problems({&http::request_invalid});
  table.push_back(list_route.answers([&service](const Request& request) { return list_deliveries(service, request); }));
  table.push_back(
      http::post("/webhooks/{id}/test", "test_webhook", "webhooks", "Send a test event now and tell what came of it")
          .permission(permission)
          .problems({&webhook_unknown})
          .answers([&service](const Request& request) -> base::Result<DeliveryView> {
            ASSIGN_OR_RETURN(const auto id, id_of(request, webhook_unknown));
            ASSIGN_OR_RETURN(const Delivery made, service.test(id));
            return view_of(made);
          }));
  table.push_back(http::post("/webhooks/deliveries/{id}/replay", "replay_webhook_delivery", "webhooks",
                             "Send a delivery that has ended once more, under the same id")
                      .permission(permission)
                      .problems({&delivery_unknown, &delivery_waits})
                      .answers([parts](const Request& request) { return replay(parts, request); }));
}

}  // namespace

http::RouteTable webhook_routes(const NotificationRouteParts& parts) {
  http::RouteTable table;
  add_reading(table, parts.notifier.webhooks());
  add_writing(table, parts);
  add_deliveries(table, parts);
  return table;
}

}  // namespace notifications
