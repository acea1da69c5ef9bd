#pragma once

#include <string>
#include <vector>

#include "domain/notifications/mailer.h"
#include "domain/notifications/notifications.h"
#include "platform/client/mail_message.h"

namespace notifications {

/// One mail that tells a person all of these, which are not none.
platform::client::Mail digest_mail(const Installation& installation, const Person& person, Language language,
                                   const std::vector<Notification>& news);

}  // namespace notifications
