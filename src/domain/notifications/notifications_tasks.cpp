#include "domain/notifications/notifications_tasks.h"

namespace notifications {
namespace {

std::unique_ptr<Mailer> mailer_of(NotifierParts& parts) {
  if (!parts.mail_server) return nullptr;
  return std::make_unique<Mailer>(*std::move(parts.mail_server), std::move(parts.installation), parts.queue,
                                  parts.sealer, parts.on_told);
}

}  // namespace

Notifier::Notifier(NotifierParts parts)
    : client_(std::move(parts.rules)),
      mailer_(mailer_of(parts)),
      notifications_(parts.main, parts.queue, parts.events, std::move(parts.people), mailer_.get(), parts.on_told),
      webhooks_(parts.main, parts.queue, parts.sealer, client_, notifications_, std::move(parts.webhooks),
                std::move(parts.on_told)) {}

base::Result<> Notifier::notify(const Event& event) {
  auto people = notifications_.tell(event);
  auto programs = webhooks_.announce(event);
  return people ? programs : people;
}

void Notifier::handle_jobs(platform::queue::Worker& worker) {
  using platform::queue::JobContext;
  worker.handle(std::string(digest_kind),
                {[this](JobContext& context) { return notifications_.send_digest(context); }});
  worker.handle(std::string(delivery_kind), {[this](JobContext& context) { return webhooks_.deliver(context); }});
  worker.handle(std::string(mail_kind), {[this](JobContext& context) -> base::Result<std::string> {
                  if (mailer_) return mailer_->send_posted(context);
                  return base::failure(mail_not_set_up, "No mail can be sent: there is no mail server.",
                                       "Set SMTP_SERVER and FROM_EMAIL, then let the job run again.");
                }});
}

base::Result<> Notifier::tidy(base::Timestamp now) {
  RETURN_IF_FAILED(notifications_.tidy(now));
  return webhooks_.tidy(now);
}

}  // namespace notifications
