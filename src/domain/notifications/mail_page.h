#pragma once

#include <string>
#include <string_view>

#include "platform/client/mail_message.h"

namespace notifications {

/// A mail put together piece by piece, as text and as HTML alike. What is said is escaped: it may come from a feed.
class MailPage {
 public:
  MailPage& heading(std::string_view text);
  MailPage& paragraph(std::string_view text);
  /// `url` is where `text` leads.
  MailPage& link(std::string_view text, std::string_view url);
  /// Smaller, below a line.
  MailPage& footer(std::string_view text);

  /// Fills in both parts of the mail.
  void write_to(platform::client::Mail& mail) const;

 private:
  std::string text_, html_;
};

}  // namespace notifications
