#pragma once

#include <string>

#include "base/timestamp.h"
#include "domain/notifications/mailer.h"
#include "domain/notifications/notification_kinds.h"
#include "platform/client/mail_message.h"

namespace notifications {

/// A link with which somebody sets a password.
struct PasswordLink {
  std::string email, name;
  std::string token;
  base::Timestamp expires_at;
  bool is_invitation = false;  ///< to somebody who has no password yet
};

platform::client::Mail password_mail(const Installation& installation, const PasswordLink& link, Language language);

}  // namespace notifications
