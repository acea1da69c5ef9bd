#include "domain/notifications/notification_views.h"
#include "domain/notifications/notifications.h"
#include "domain/notifications/notifications_store.h"
#include "domain/notifications/preferences_store.h"

namespace notifications {
namespace {

constexpr std::chrono::hours kept_for{24 * 90};

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(notification_unknown, "You have no notification " + id.to_string() + ".",
                       "List your notifications to see their ids.");
}

}  // namespace

base::Result<> NotificationService::tell(const Event& event) {
  ASSIGN_OR_RETURN(const Kind* const kind, known_kind(event.kind));
  std::vector<Person> people;
  if (event.user_id) {
    ASSIGN_OR_RETURN(const auto person, people_.find(*event.user_id));
    if (person) people.push_back(*person);
  } else {
    ASSIGN_OR_RETURN(people, people_.who_may(kind->permission));
  }
  // One of them who cannot be told is no reason to leave the others in the dark.
  base::Result<> told;
  for (const Person& person : people) {
    if (auto one = tell_one(event, *kind, person); !one && told) told = std::move(one);
  }
  return told;
}

base::Result<> NotificationService::tell_one(const Event& event, const Kind& kind, const Person& person) {
  Notification notification;
  notification.id = base::Uuid::generate();
  notification.user_id = person.id;
  notification.kind = kind.name;
  notification.parameters = event.parameters;
  notification.subject = event.subject;
  notification.created_at = base::Timestamp::now();
  Preferences wanted;
  Channels channels;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(wanted, store::preferences(*connection, person.id));
    channels = wanted.kinds.at(notification.kind);
    channels.email = channels.email && mailer_ != nullptr && !person.email.empty();
    if (!channels.in_app && !channels.email) return {};
    const std::string key = event.key.empty() ? notification.id.to_string() : event.key;
    ASSIGN_OR_RETURN(const bool is_new,
                     store::insert(*connection, notification, {key, channels.in_app, channels.email}));
    if (!is_new) return {};
  }
  if (channels.in_app) {
    tell_of(told_, "in_app", true);
    RETURN_IF_FAILED(publish(notification));
  }
  if (!channels.email) return {};
  // All processes cut time into the same windows: whoever comes first queues the window's one mail.
  const std::int64_t window = std::int64_t{60'000'000} * wanted.digest_minutes;
  const std::int64_t number = notification.created_at.microseconds() / window;
  return queue_digest(person.id, std::to_string(wanted.digest_minutes) + "x" + std::to_string(number),
                      base::Timestamp((number + 1) * window));
}

base::Result<> NotificationService::publish(const Notification& notification) {
  ASSIGN_OR_RETURN(const std::uint64_t count, unread(notification.user_id));
  events_.publish("notifications." + notification.user_id.to_string(),
                  platform::http::to_json(LiveNotificationView{view_of(notification), count}));
  return {};
}

base::Result<NotificationPage> NotificationService::list(base::Uuid user_id, const NotificationQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  NotificationPage page;
  ASSIGN_OR_RETURN(page.items, store::list(*connection, user_id, query, query.limit + 1));
  if (page.items.size() > query.limit) {
    page.items.resize(query.limit);
    page.next = page.items.back().id;
  }
  return page;
}

base::Result<std::uint64_t> NotificationService::unread(base::Uuid user_id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::count_unread(*connection, user_id);
}

base::Result<Notification> NotificationService::mark_read(base::Uuid user_id, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  RETURN_IF_FAILED(store::mark_read(*connection, user_id, id, base::Timestamp::now()));
  ASSIGN_OR_RETURN(auto found, store::find(*connection, user_id, id));
  if (!found) return unknown(id);
  return *std::move(found);
}

base::Result<std::uint64_t> NotificationService::mark_all_read(base::Uuid user_id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::mark_all_read(*connection, user_id, base::Timestamp::now());
}

base::Result<> NotificationService::remove(base::Uuid user_id, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const bool removed, store::remove(*connection, user_id, id));
  if (!removed) return unknown(id);
  return {};
}

base::Result<> NotificationService::tidy(base::Timestamp now) {
  // A mail this late says nothing new.
  constexpr std::chrono::hours mails_given_up_after{72};
  constexpr std::chrono::minutes patience{5};
  std::vector<store::Waiting> waiting;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    RETURN_IF_FAILED(store::remove_old(*connection, now + -std::chrono::microseconds(kept_for)));
    RETURN_IF_FAILED(store::give_up_mails(*connection, now + -std::chrono::microseconds(mails_given_up_after)));
    ASSIGN_OR_RETURN(waiting, store::waiting_for_mail(*connection));
  }
  for (const store::Waiting& one : waiting) {
    ASSIGN_OR_RETURN(const Preferences wanted, preferences(one.user_id));
    const auto due = one.since + std::chrono::minutes(wanted.digest_minutes) + patience;
    if (due < now) RETURN_IF_FAILED(queue_digest(one.user_id, "late", now));
  }
  return {};
}

}  // namespace notifications
