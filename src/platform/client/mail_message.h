#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"

namespace platform::client {

/// A mail to one person, in HTML for readers that show it and as text for those that do not.
struct Mail {
  std::string to;
  std::string to_name{};
  std::string subject;
  std::string text;
  std::string html;
  std::optional<base::Uuid> id{};  ///< names the message: sent once more it keeps its name, so that readers show one
};

/// Whom mails come from.
struct MailFrom {
  std::string email;
  std::string name{};
};

/// Fails with mail_address_invalid: no address, or one that would write more than itself into a header.
base::Result<> check_mail_address(std::string_view address);

/// The whole message as it goes over the wire (RFC 5322): both parts quoted-printable, names and subject as encoded
/// words where they need it. Line ends and other control characters in them become blanks.
base::Result<std::string> compose(const Mail& mail, const MailFrom& from, base::Timestamp at);

inline constexpr base::ProblemKind mail_address_invalid{"mail.address_invalid", "Mail address is not valid", 422,
                                                        base::LogLevel::warning};

}  // namespace platform::client
