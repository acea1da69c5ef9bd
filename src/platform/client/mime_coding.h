#pragma once

#include <string>
#include <string_view>

namespace platform::client {

/// Base64 as mails hold it: line breaks and stray characters are passed over, the first padding ends it.
std::string decode_base64(std::string_view text);
/// `is_word`: as in headers, where '_' stands for a space.
std::string decode_quoted_printable(std::string_view text, bool is_word);
/// By Content-Transfer-Encoding; a body without one is as it is, without the line break before the next boundary.
std::string decode_body(std::string_view body, std::string_view encoding);

/// To UTF-8 from a character set as mails name it; bytes that have no meaning in it become U+FFFD.
std::string to_utf8(std::string_view bytes, const std::string& charset);

/// "utf-8''Preise%20%C3%A4.csv" (RFC 2231).
std::string decode_extended(std::string_view text);

}  // namespace platform::client
