#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/notifications/mailer.h"
#include "domain/notifications/notification_kinds.h"
#include "domain/notifications/told.h"
#include "platform/db/database.h"
#include "platform/events/event_bus.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"

namespace notifications {

inline constexpr std::string_view notifications_queue = "notifications";

/// Something that happened and that people or programs want to know.
struct Event {
  std::string kind;  ///< of all_kinds()
  Parameters parameters{};
  std::string subject{};  ///< what it is about, as the web app's address of it: "imports/0193…"
  /// Names the event, "import.finished:0193…": announced again, it is not told again. "": it is always new.
  std::string key{};
  std::optional<base::Uuid> user_id{};  ///< this user alone; otherwise all who have the kind's permission
  std::string data = "{}";              ///< JSON for webhooks
};

/// Somebody to be told.
struct Person {
  base::Uuid id;
  std::string email;
  std::string name;
};

/// Where people are looked up.
struct People {
  std::function<base::Result<std::vector<Person>>(std::string_view permission)> who_may;
  /// Nobody for somebody who left.
  std::function<base::Result<std::optional<Person>>(base::Uuid)> find;
};

struct Notification {
  base::Uuid id;
  base::Uuid user_id;
  std::string kind;
  Parameters parameters;
  std::string subject;
  std::optional<base::Timestamp> read_at;
  base::Timestamp created_at;
};

struct NotificationQuery {
  bool only_unread = false;
  std::string kind{};                  ///< "" all
  std::optional<base::Uuid> before{};  ///< older than this one
  std::uint64_t limit = 50;
};

struct NotificationPage {
  std::vector<Notification> items;
  std::optional<base::Uuid> next;  ///< `before` of the next page
};

struct Channels {
  bool in_app = true;
  bool email = false;
};

/// How a user is told: each kind's channels, and of mails how many minutes of news go into one.
struct Preferences {
  int digest_minutes = 10;
  Language language = Language::en;
  std::map<std::string, Channels> kinds;  ///< all of them
};

/// What to change; what is absent stays.
struct PreferencesChange {
  std::optional<std::int64_t> digest_minutes{};
  std::optional<std::string> language{};
  struct KindChange {
    std::optional<bool> in_app, email;
  };
  std::map<std::string, KindChange> kinds{};
};

/// What people are told: a list of their own in the web app, live on the topic "notifications.<user id>", and by mail.
/// Thread-safe.
class NotificationService {
 public:
  /// `mailer`: null while no mail is set up. Everything must outlive this.
  NotificationService(platform::db::Database& main, platform::queue::JobQueue& queue,
                      platform::events::EventBus& events, People people, const Mailer* mailer, OnTold told = {})
      : database_(main),
        queue_(queue),
        events_(events),
        people_(std::move(people)),
        mailer_(mailer),
        told_(std::move(told)) {}

  /// Tells everybody concerned, each once. Fails with notification_kind_unknown.
  base::Result<> tell(const Event& event);

  /// A user's own, latest first.
  base::Result<NotificationPage> list(base::Uuid user_id, const NotificationQuery& query);
  base::Result<std::uint64_t> unread(base::Uuid user_id);
  /// Fails with notification_unknown, also for somebody else's.
  base::Result<Notification> mark_read(base::Uuid user_id, base::Uuid id);
  /// Gives how many there were.
  base::Result<std::uint64_t> mark_all_read(base::Uuid user_id);
  /// Fails with notification_unknown.
  base::Result<> remove(base::Uuid user_id, base::Uuid id);

  base::Result<Preferences> preferences(base::Uuid user_id);
  /// Fails with notification_kind_unknown, preferences_invalid.
  base::Result<Preferences> change_preferences(base::Uuid user_id, const PreferencesChange& change);

  /// Sends one user what is due, in one mail: the work of a job of digest_kind.
  base::Result<std::string> send_digest(platform::queue::JobContext& context);
  /// Removes what is old, and queues mails again whose job was lost. Meant for every few minutes.
  base::Result<> tidy(base::Timestamp now);

 private:
  base::Result<> tell_one(const Event& event, const Kind& kind, const Person& person);
  base::Result<> queue_digest(base::Uuid user_id, std::string_view window, base::Timestamp run_at);
  base::Result<> publish(const Notification& notification);

  platform::db::Database& database_;
  platform::queue::JobQueue& queue_;
  platform::events::EventBus& events_;
  People people_;
  const Mailer* mailer_;
  OnTold told_;
};

inline constexpr std::string_view digest_kind = "mail_digest";

inline constexpr base::ProblemKind notification_unknown{"notification.unknown", "No such notification", 404,
                                                        base::LogLevel::info};
inline constexpr base::ProblemKind preferences_invalid{"notification.preferences_invalid", "Preferences are not valid",
                                                       422, base::LogLevel::info};

}  // namespace notifications
