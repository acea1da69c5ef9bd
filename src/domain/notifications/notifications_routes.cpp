#include "domain/notifications/notifications_routes.h"

#include <stdexcept>

#include "domain/notifications/notification_views.h"
#include "domain/notifications/route_parts.h"
#include "platform/http/query_values.h"

namespace notifications {
namespace {

namespace http = platform::http;
using http::Request;

/// Whose list it is: everybody sees his own only.
base::Uuid reader_of(const Request& request) {
  if (!request.caller) throw std::logic_error("a route without a caller: " + request.route);
  return request.caller->user_id;
}

base::Result<NotificationListView> list(NotificationService& service, const Request& request) {
  NotificationQuery query;
  ASSIGN_OR_RETURN(const auto unread, http::truth_value(request, "unread"));
  query.only_unread = unread.value_or(false);
  query.kind = http::text_value(request, "kind");
  if (!query.kind.empty()) RETURN_IF_FAILED(known_kind(query.kind));
  ASSIGN_OR_RETURN(query.before, id_query(request, "cursor"));
  ASSIGN_OR_RETURN(query.limit, limit_of(request));
  ASSIGN_OR_RETURN(const auto page, service.list(reader_of(request), query));
  NotificationListView view{{}, page.next};
  for (const Notification& one : page.items) view.items.push_back(view_of(one));
  return view;
}

PreferencesChange change_of(const PreferencesPatch& patch) {
  PreferencesChange change{patch.digest_minutes, patch.language, {}};
  for (const auto& [kind, wanted] : patch.kinds) change.kinds[kind] = {wanted.in_app, wanted.email};
  return change;
}

base::Result<PreferencesView> change_preferences(const NotificationRouteParts& parts, const Request& request,
                                                 const PreferencesPatch& patch) {
  NotificationService& service = parts.notifier.notifications();
  const base::Uuid user = reader_of(request);
  ASSIGN_OR_RETURN(const auto before, service.preferences(user));
  ASSIGN_OR_RETURN(const auto after, service.change_preferences(user, change_of(patch)));
  note(parts, request, "notification_preferences.updated", "user:" + user.to_string(), http::to_json(view_of(before)),
       http::to_json(view_of(after)));
  return view_of(after);
}

void add_list(http::RouteTable& table, NotificationService& service) {
  auto list_route =
      http::get("/notifications", "list_notifications", "notifications", "Your notifications, the latest first");
  with_page(list_route.query("unread", "boolean", "true: only those not read yet"))
      .query("kind", "string", "Only those of this kind")
      .problems({&http::request_invalid, &notification_kind_unknown});
  table.push_back(list_route.answers([&service](const Request& request) { return list(service, request); }));
  table.push_back(http::get("/notifications/unread-count", "count_unread_notifications", "notifications",
                            "How many you have not read")
                      .answers([&service](const Request& request) -> base::Result<UnreadView> {
                        ASSIGN_OR_RETURN(const std::uint64_t count, service.unread(reader_of(request)));
                        return UnreadView{count};
                      }));
}

void add_marking(http::RouteTable& table, NotificationService& service) {
  table.push_back(http::post("/notifications/{id}/read", "mark_notification_read", "notifications", "Mark one as read")
                      .problems({&notification_unknown})
                      .answers([&service](const Request& request) -> base::Result<NotificationView> {
                        ASSIGN_OR_RETURN(const auto id, id_of(request, notification_unknown));
                        ASSIGN_OR_RETURN(const auto marked, service.mark_read(reader_of(request), id));
                        return view_of(marked);
                      }));
  table.push_back(
      http::post("/notifications/read-all", "mark_all_notifications_read", "notifications", "Mark all as read")
          .answers([&service](const Request& request) -> base::Result<MarkedView> {
            ASSIGN_OR_RETURN(const std::uint64_t marked, service.mark_all_read(reader_of(request)));
            return MarkedView{marked};
          }));
  table.push_back(http::del("/notifications/{id}", "delete_notification", "notifications", "Remove one of yours")
                      .problems({&notification_unknown})
                      .answers([&service](const Request& request) -> base::Result<http::Nothing> {
                        ASSIGN_OR_RETURN(const auto id, id_of(request, notification_unknown));
                        RETURN_IF_FAILED(service.remove(reader_of(request), id));
                        return http::Nothing{};
                      }));
}

void add_preferences(http::RouteTable& table, const NotificationRouteParts& parts) {
  NotificationService& service = parts.notifier.notifications();
  table.push_back(http::get("/notifications/preferences", "get_notification_preferences", "notifications",
                            "How you are told: by kind in the app and by mail, and how much goes into one mail")
                      .answers([&service](const Request& request) -> base::Result<PreferencesView> {
                        ASSIGN_OR_RETURN(const auto preferences, service.preferences(reader_of(request)));
                        return view_of(preferences);
                      }));
  table.push_back(http::patch("/notifications/preferences", "update_notification_preferences", "notifications",
                              "Change how you are told; what is absent stays")
                      .problems({&preferences_invalid, &notification_kind_unknown})
                      .accepts<PreferencesPatch>([parts](const Request& request, const PreferencesPatch& patch) {
                        return change_preferences(parts, request, patch);
                      }));
}

}  // namespace

http::RouteTable inbox_routes(const NotificationRouteParts& parts) {
  http::RouteTable table;
  add_list(table, parts.notifier.notifications());
  add_marking(table, parts.notifier.notifications());
  add_preferences(table, parts);
  return table;
}

}  // namespace notifications
