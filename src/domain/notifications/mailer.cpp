#include "domain/notifications/mailer.h"

#include "domain/notifications/notifications.h"
#include "platform/http/codec.h"

namespace notifications {
namespace {

using platform::client::Mail;

struct PostedMail {
  std::string to, to_name, subject, text, html;
};
BOOST_DESCRIBE_STRUCT(PostedMail, (), (to, to_name, subject, text, html))

struct MailTask {
  std::string sealed;
};
BOOST_DESCRIBE_STRUCT(MailTask, (), (sealed))

}  // namespace

Installation installation_of(const platform::config::Settings& settings) {
  Installation installation{settings.value("APP_NAME"), settings.value("APP_URL")};
  while (installation.url.ends_with('/')) installation.url.pop_back();
  return installation;
}

base::Result<std::optional<platform::client::MailServer>> mail_server_of(const platform::config::Settings& settings) {
  using Server = std::optional<platform::client::MailServer>;
  if (settings.value("SMTP_SERVER").empty()) return Server{};
  platform::client::MailServer server;
  server.host = settings.value("SMTP_SERVER");
  server.port = static_cast<unsigned short>(std::stoul(settings.value("SMTP_PORT")));
  server.username = settings.value("SMTP_USERNAME");
  server.password = settings.value("SMTP_PASSWORD");
  server.use_tls = settings.value("SMTP_USE_TLS") == "true";
  server.from = {settings.value("FROM_EMAIL"), settings.value("FROM_NAME")};
  // Many servers' user names are the address they send for.
  if (server.from.email.empty()) server.from.email = server.username;
  if (auto checked = platform::client::check_mail_address(server.from.email); !checked) {
    checked.error().cure = "Set FROM_EMAIL to the address mails shall come from.";
    return base::failure(std::move(checked).error());
  }
  return Server{std::move(server)};
}

base::Result<> Mailer::send(const Mail& mail) const {
  auto sent = sender_.send(mail);
  tell_of(told_, "email", sent.has_value());
  return sent;
}

base::Result<> Mailer::post(const Mail& mail) const {
  const std::string text =
      platform::http::to_json(PostedMail{mail.to, mail.to_name, mail.subject, mail.text, mail.html});
  platform::queue::NewJob job;
  job.queue = notifications_queue;
  job.kind = mail_kind;
  job.payload = platform::http::to_json(MailTask{sealer_.seal(text)});
  job.max_attempts = mail_attempts;
  RETURN_IF_FAILED(queue_.enqueue(job));
  return {};
}

base::Result<std::string> Mailer::send_posted(const platform::queue::JobContext& context) const {
  ASSIGN_OR_RETURN(const auto task, platform::http::from_json<MailTask>(context.job().payload));
  ASSIGN_OR_RETURN(const std::string text, sealer_.open(task.sealed));
  ASSIGN_OR_RETURN(const auto posted, platform::http::from_json<PostedMail>(text));
  RETURN_IF_FAILED(send({posted.to, posted.to_name, posted.subject, posted.text, posted.html, context.job().id}));
  return "{}";
}

}  // namespace notifications
