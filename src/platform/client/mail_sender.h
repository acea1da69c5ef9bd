#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "platform/client/mail_message.h"

namespace platform::client {

/// The installation's mail server.
struct MailServer {
  std::string host;
  unsigned short port = 587;
  std::string username{}, password{};  ///< "" for a server that asks for none
  bool use_tls = true;  ///< from the first byte on port 465, by STARTTLS on others; a server without it gets nothing
  MailFrom from{};
  std::chrono::milliseconds connect_timeout{10'000}, total_timeout{60'000};
  std::string authority_file{};  ///< certificates to trust in place of the system's
};

/// Hands mails to the mail server (SMTP). Thread-safe.
class MailSender {
 public:
  explicit MailSender(MailServer server) : server_(std::move(server)) {}

  /// Fails with mail_address_invalid, mail_recipient_refused, mail_refused, mail_deferred, mail_login_refused,
  /// mail_tls_failed, mail_server_away, mail_server_slow: those worth another try have a server's kind of status.
  base::Result<> send(const Mail& mail) const;
  const MailServer& server() const { return server_; }

 private:
  MailServer server_;
};

inline constexpr base::ProblemKind mail_recipient_refused{"mail.recipient_refused", "Mail server refuses the recipient",
                                                          422, base::LogLevel::warning};
inline constexpr base::ProblemKind mail_refused{"mail.refused", "Mail server refuses the mail", 422,
                                                base::LogLevel::error};
inline constexpr base::ProblemKind mail_deferred{"mail.deferred", "Mail server takes the mail later", 503,
                                                 base::LogLevel::warning};
inline constexpr base::ProblemKind mail_login_refused{"mail.login_refused", "Mail server refuses the login", 502,
                                                      base::LogLevel::error};
inline constexpr base::ProblemKind mail_tls_failed{"mail.tls_failed", "Mail server cannot be spoken to in secret", 502,
                                                   base::LogLevel::error};
inline constexpr base::ProblemKind mail_server_away{"mail.server_away", "Mail server cannot be reached", 503,
                                                    base::LogLevel::error};
inline constexpr base::ProblemKind mail_server_slow{"mail.server_slow", "Mail server takes too long", 504,
                                                    base::LogLevel::error};

}  // namespace platform::client
