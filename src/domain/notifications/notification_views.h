#pragma once

// What /notifications and /webhooks take and give, as JSON.

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/notifications/notifications.h"
#include "platform/http/codec.h"

namespace notifications {

BOOST_DESCRIBE_ENUM(Severity, info, success, warning, error)

struct NotificationView {
  base::Uuid id;
  std::string kind;
  Severity severity = Severity::info;
  Parameters parameters;
  std::string title, message;  ///< ready texts in English; kind and parameters make those of other languages
  std::string subject;
  std::string link;  ///< path in the web app, "" for none
  bool is_read = false;
  std::optional<base::Timestamp> read_at;
  base::Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(NotificationView, (),
                      (id, kind, severity, parameters, title, message, subject, link, is_read, read_at, created_at))

struct LiveNotificationView {
  NotificationView notification;
  std::uint64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(LiveNotificationView, (), (notification, unread))

struct NotificationListView {
  std::vector<NotificationView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(NotificationListView, (), (items, next_cursor))

struct UnreadView {
  std::uint64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(UnreadView, (), (unread))

struct MarkedView {
  std::uint64_t marked = 0;
};
BOOST_DESCRIBE_STRUCT(MarkedView, (), (marked))

struct KindPreferenceView {
  std::string kind;
  Severity severity = Severity::info;
  bool in_app = true, email = false;
};
BOOST_DESCRIBE_STRUCT(KindPreferenceView, (), (kind, severity, in_app, email))

struct PreferencesView {
  std::int64_t digest_minutes = 0;
  std::string language;
  std::vector<KindPreferenceView> kinds;
};
BOOST_DESCRIBE_STRUCT(PreferencesView, (), (digest_minutes, language, kinds))

struct KindPreferencePatch {
  std::optional<bool> in_app, email;
};
BOOST_DESCRIBE_STRUCT(KindPreferencePatch, (), (in_app, email))

struct PreferencesPatch {
  std::optional<std::int64_t> digest_minutes;
  std::optional<std::string> language;
  std::map<std::string, KindPreferencePatch> kinds;
};
BOOST_DESCRIBE_STRUCT(PreferencesPatch, (), (digest_minutes, language, kinds))

NotificationView view_of(const Notification& notification);
PreferencesView view_of(const Preferences& preferences);

}  // namespace notifications
