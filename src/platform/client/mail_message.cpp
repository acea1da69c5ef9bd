#include "platform/client/mail_message.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <ctime>

#include "base/text.h"

namespace platform::client {
namespace {

constexpr std::string_view line_end = "\r\n";

bool is_plain_letter(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '=';
  out += digits[byte >> 4U];
  out += digits[byte & 0xFU];
}

/// One line of text without control characters, in UTF-8 whatever it was.
std::string header_text(std::string_view text) {
  std::string out(base::trim(text));
  const bool is_utf8 = base::is_valid_utf8(out);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
    if (byte >= 0x80 && !is_utf8) c = '?';
  }
  return out;
}

/// The first code point of a text that is not empty.
std::string_view first_letter(std::string_view utf8) {
  return utf8.substr(0, std::max<std::size_t>(1, base::utf8_prefix(utf8, 1).size()));
}

/// Encoded words (RFC 2047), a line each, none of them ending inside a letter.
std::string encoded_words(std::string_view utf8) {
  constexpr std::string_view begin = "=?UTF-8?Q?", end = "?=";
  constexpr std::size_t longest_word = 60;  // with the header's name before it a line stays below 78
  std::string out, word(begin);
  while (!utf8.empty()) {
    const std::string_view letter = first_letter(utf8);
    std::string encoded;
    for (const char c : letter) {
      if (c == ' ') {
        encoded += '_';
      } else if (is_plain_letter(c)) {
        encoded += c;
      } else {
        append_escaped(encoded, c);
      }
    }
    if (word.size() + encoded.size() + end.size() > longest_word) {
      out.append(word).append(end).append("\r\n ");
      word = begin;
    }
    word += encoded;
    utf8.remove_prefix(letter.size());
  }
  return out.append(word).append(end);
}

/// A header's text: as it is when every reader takes it literally, otherwise in encoded words.
std::string header_value(std::string_view text) {
  constexpr std::size_t longest_plain = 60;
  const std::string clean = header_text(text);
  const bool is_plain = clean.size() <= longest_plain && clean.find("=?") == std::string::npos &&
                        std::ranges::all_of(clean, [](char c) { return c >= ' ' && c <= '~'; });
  return is_plain ? clean : encoded_words(clean);
}

std::string address_header(const std::string& name, const std::string& address) {
  const std::string clean = header_text(name);
  if (clean.empty()) return address;
  const bool is_plain =
      clean.size() < 60 && std::ranges::all_of(clean, [](char c) { return c == ' ' || is_plain_letter(c); });
  return (is_plain ? clean + " " : encoded_words(clean) + "\r\n ") + "<" + address + ">";
}

/// "Sun, 22 Nov 2026 07:33:00 +0000", whatever the process's language is.
std::string date_header(base::Timestamp at) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = at.microseconds() / 1'000'000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days.at(static_cast<std::size_t>(parts.tm_wday)),
                     parts.tm_mday, months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

void append_quoted_line(std::string& out, std::string_view line) {
  constexpr std::size_t longest_line = 75;  // and the '=' that goes on
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool is_last = i + 1 == line.size();
    const bool is_literal = (c > ' ' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !is_last);
    const std::size_t width = is_literal ? 1 : 3;
    if (column + width > longest_line) {
      out.append("=").append(line_end);
      column = 0;
    }
    column += width;
    if (is_literal) {
      out += c;
    } else {
      append_escaped(out, c);
    }
  }
  out += line_end;
}

void append_part(std::string& out, const std::string& boundary, std::string_view type, std::string_view text) {
  out.append("--").append(boundary).append(line_end);
  out.append("Content-Type: ").append(type).append("; charset=utf-8").append(line_end);
  out.append("Content-Transfer-Encoding: quoted-printable").append(line_end).append(line_end);
  for (std::string_view line : base::split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    append_quoted_line(out, line);
  }
}

}  // namespace

base::Result<> check_mail_address(std::string_view address) {
  constexpr std::size_t longest_address = 254;
  const std::size_t at = address.find('@');
  const bool is_shaped = at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
                         address.find('@', at + 1) == std::string_view::npos && address.size() <= longest_address;
  const bool is_clean = std::ranges::all_of(address, [](char c) {
    return c > ' ' && c <= '~' && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
  });
  if (is_shaped && is_clean) return {};
  return base::failure(mail_address_invalid, "\"" + header_text(address) + "\" is no mail address.",
                       "Give an address such as name@example.com.");
}

base::Result<std::string> compose(const Mail& mail, const MailFrom& from, base::Timestamp at) {
  RETURN_IF_FAILED(check_mail_address(mail.to));
  RETURN_IF_FAILED(check_mail_address(from.email));
  const base::Uuid id = mail.id.value_or(base::Uuid::generate());
  // Quoted-printable never writes "=_", so no text can end its part early.
  const std::string boundary = "=_" + id.to_string();
  std::string out;
  const auto header = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append(line_end);
  };
  header("Date", date_header(at));
  header("From", address_header(from.name, from.email));
  header("To", address_header(mail.to_name, mail.to));
  header("Subject", header_value(mail.subject));
  header("Message-ID", "<" + id.to_string() + from.email.substr(from.email.find('@')) + ">");
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
  out += line_end;
  append_part(out, boundary, "text/plain", mail.text);
  append_part(out, boundary, "text/html", mail.html);
  out.append("--").append(boundary).append("--").append(line_end);
  return out;
}

}  // namespace platform::client
