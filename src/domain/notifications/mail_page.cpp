#include "domain/notifications/mail_page.h"

#include "base/html_entities.h"

namespace notifications {
MailPage& MailPage::heading(std::string_view text) {
  text_.append(text).append("\n");
  html_.append("<h2 style=\"font-size:16px;margin:24px 0 4px\">").append(base::escape_markup(text)).append("</h2>\n");
  return *this;
}

MailPage& MailPage::paragraph(std::string_view text) {
  if (text.empty()) return *this;
  text_.append(text).append("\n");
  html_.append("<p style=\"margin:4px 0\">").append(base::escape_markup(text)).append("</p>\n");
  return *this;
}

MailPage& MailPage::link(std::string_view text, std::string_view url) {
  text_.append(url).append("\n\n");
  html_.append("<p style=\"margin:4px 0\"><a href=\"").append(base::escape_markup(url)).append("\">");
  html_.append(base::escape_markup(text)).append("</a></p>\n");
  return *this;
}

MailPage& MailPage::footer(std::string_view text) {
  text_.append("\n-- \n").append(text).append("\n");
  html_.append("<hr style=\"margin-top:32px\"><p style=\"font-size:12px\">")
      .append(base::escape_markup(text))
      .append("</p>\n");
  return *this;
}

void MailPage::write_to(platform::client::Mail& mail) const {
  mail.text = text_;
  mail.html =
      "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head>\n"
      "<body style=\"font-family:sans-serif;font-size:14px;max-width:640px\">\n" +
      html_ + "</body></html>\n";
}

}  // namespace notifications
