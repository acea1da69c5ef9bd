#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "domain/notifications/told.h"
#include "platform/client/mail_sender.h"
#include "platform/config/settings.h"
#include "platform/crypto/sealer.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"

namespace notifications {

/// How this installation calls itself in mails.
struct Installation {
  std::string name;
  std::string url;  ///< under which people reach it, without a slash at its end
};

/// APP_NAME and APP_URL.
Installation installation_of(const platform::config::Settings& settings);
/// SMTP_* and FROM_*; nothing while SMTP_SERVER is empty. Fails with mail_address_invalid for FROM_EMAIL.
base::Result<std::optional<platform::client::MailServer>> mail_server_of(const platform::config::Settings& settings);

inline constexpr std::string_view mail_kind = "send_mail";

/// Sends the installation's mails: now, or soon by the queue, which tries again while the mail server is away.
/// Thread-safe.
class Mailer {
 public:
  Mailer(platform::client::MailServer server, Installation installation, platform::queue::JobQueue& queue,
         const platform::crypto::Sealer& sealer, OnTold told = {})
      : sender_(std::move(server)),
        installation_(std::move(installation)),
        queue_(queue),
        sealer_(sealer),
        told_(std::move(told)) {}

  /// Fails as MailSender::send() does.
  base::Result<> send(const platform::client::Mail& mail) const;
  /// Leaves it to the queue. What it says stays secret there.
  base::Result<> post(const platform::client::Mail& mail) const;
  /// The work of a job of mail_kind.
  base::Result<std::string> send_posted(const platform::queue::JobContext& context) const;

  const Installation& installation() const { return installation_; }

 private:
  platform::client::MailSender sender_;
  Installation installation_;
  platform::queue::JobQueue& queue_;
  const platform::crypto::Sealer& sealer_;
  OnTold told_;
};

/// How often a mail is tried before it is given up: some five hours of waiting, with the queue's usual waits.
inline constexpr int mail_attempts = 30;

inline constexpr base::ProblemKind mail_not_set_up{"mail.not_set_up", "No mail server is set up", 422,
                                                   base::LogLevel::warning};

}  // namespace notifications
