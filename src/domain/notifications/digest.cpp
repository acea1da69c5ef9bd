// The mail that tells one user the news of a while.
#include "domain/notifications/digest.h"

#include "domain/notifications/mail_page.h"
#include "domain/notifications/notifications.h"
#include "domain/notifications/notifications_store.h"
#include "domain/notifications/preferences_store.h"
#include "platform/http/codec.h"

namespace notifications {
namespace {

struct DigestTask {
  base::Uuid user_id;
};
BOOST_DESCRIBE_STRUCT(DigestTask, (), (user_id))

std::string subject_of(const Installation& installation, Language language, const std::vector<Notification>& news) {
  const std::string first = title_of(news.front().kind, news.front().parameters, language);
  const std::string others = std::to_string(news.size() - 1);
  std::string subject = "[" + installation.name + "] " + first;
  if (news.size() > 1)
    subject += language == Language::fr ? " (et " + others + " de plus)" : " (and " + others + " more)";
  return subject;
}

}  // namespace

platform::client::Mail digest_mail(const Installation& installation, const Person& person, Language language,
                                   const std::vector<Notification>& news) {
  const bool is_french = language == Language::fr;
  MailPage page;
  for (const Notification& one : news) {
    page.heading(title_of(one.kind, one.parameters, language));
    page.paragraph(message_of(one.kind, one.parameters, language));
    if (!one.subject.empty()) page.link(is_french ? "Voir" : "Show", installation.url + "/" + one.subject);
  }
  page.footer(is_french ? "Ce que vous recevez par e-mail se choisit dans vos préférences de notification."
                        : "Your notification preferences decide what is mailed to you.");
  platform::client::Mail mail{person.email, person.name, subject_of(installation, language, news), {}, {}, {}};
  page.write_to(mail);
  return mail;
}

base::Result<> NotificationService::queue_digest(base::Uuid user_id, std::string_view window, base::Timestamp run_at) {
  platform::queue::NewJob job;
  job.queue = notifications_queue;
  job.kind = digest_kind;
  job.subject = user_id.to_string();
  job.payload = platform::http::to_json(DigestTask{user_id});
  job.unique_key = "digest:" + user_id.to_string() + ":" + std::string(window);
  job.max_attempts = mail_attempts;
  job.run_at = run_at;
  RETURN_IF_FAILED(queue_.enqueue(job));
  return {};
}

base::Result<std::string> NotificationService::send_digest(platform::queue::JobContext& context) {
  const auto mailed = [](std::size_t count) { return "{\"notifications\":" + std::to_string(count) + "}"; };
  ASSIGN_OR_RETURN(const auto task, platform::http::from_json<DigestTask>(context.job().payload));
  ASSIGN_OR_RETURN(const auto person, people_.find(task.user_id));
  if (!person || mailer_ == nullptr) return mailed(0);
  Preferences wanted;
  std::vector<Notification> news;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(wanted, store::preferences(*connection, task.user_id));
    ASSIGN_OR_RETURN(news, store::take_for_mail(*connection, task.user_id, context.job().id));
  }
  if (news.empty()) return mailed(0);
  auto mail = digest_mail(mailer_->installation(), *person, wanted.language, news);
  // A process lost right after sending sends the same mail under the same name again.
  mail.id = context.job().id;
  RETURN_IF_FAILED(mailer_->send(mail));
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  RETURN_IF_FAILED(store::mark_mailed(*connection, task.user_id, context.job().id));
  return mailed(news.size());
}

}  // namespace notifications
