#pragma once

#include <memory>
#include <optional>

#include "domain/notifications/account_mails.h"
#include "domain/notifications/mailer.h"
#include "domain/notifications/notifications.h"
#include "domain/notifications/webhooks.h"
#include "platform/client/http_client.h"
#include "platform/queue/worker.h"

namespace notifications {

/// What is needed to tell people and programs of events. Everything referred to must outlive the Notifier.
struct NotifierParts {
  platform::db::Database& main;
  platform::queue::JobQueue& queue;
  platform::events::EventBus& events;
  const platform::crypto::Sealer& sealer;
  platform::client::AddressRules rules;  ///< for the webhooks' addresses
  People people;
  Installation installation;
  std::optional<platform::client::MailServer> mail_server{};  ///< none: nothing is mailed
  WebhookOptions webhooks{};
  OnTold on_told{};  ///< for metrics
};

/// All of this room put together: the one place that is told of events. Thread-safe.
class Notifier {
 public:
  explicit Notifier(NotifierParts parts);
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;
  ~Notifier() = default;

  /// Tells everybody who wants to know, each once however often it is called for one event. Fails with
  /// notification_kind_unknown, or as the database does; what could be told is told then, too.
  base::Result<> notify(const Event& event);

  /// Gives the worker this room's kinds of jobs; they are in notifications_queue. Before Worker::start().
  void handle_jobs(platform::queue::Worker& worker);
  /// Removes what is old and finds what was lost. Meant for every few minutes.
  base::Result<> tidy(base::Timestamp now);

  NotificationService& notifications() { return notifications_; }
  WebhookService& webhooks() { return webhooks_; }
  /// Null while no mail is set up.
  const Mailer* mailer() const { return mailer_.get(); }

 private:
  platform::client::HttpClient client_;
  std::unique_ptr<Mailer> mailer_;
  NotificationService notifications_;
  WebhookService webhooks_;
};

}  // namespace notifications
