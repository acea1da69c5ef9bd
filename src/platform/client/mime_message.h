#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace platform::client {

/// The value of a header field, unfolded and decoded (RFC 2047); "" when absent. `header` may be a whole message.
std::string mail_field(std::string_view header, std::string_view name);

/// The contents of the first file in a message whose name is `wanted`: attached or not, also within a message that was
/// passed on. The name is decoded (RFC 2047, 2231) and has no folders.
struct MailAttachment {
  std::string name;
  std::string content;
};
std::optional<MailAttachment> find_attachment(std::string_view message,
                                              const std::function<bool(const std::string& name)>& wanted);

/// "=?utf-8?B?...?=" to text in UTF-8; what cannot be decoded stays as it is.
std::string decode_words(std::string_view text);

}  // namespace platform::client
