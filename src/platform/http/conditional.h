#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace platform::http {

/// A strong entity tag, quotes included, that changes with `content`: a body, or a row's version.
std::string etag_of(std::string_view content);

/// For conditional writes: fails with precondition_failed when If-Match is there and does not name `current`.
base::Result<> check_if_match(const Request& request, std::string_view current);

/// What the store must still find when it writes; nothing when the caller sent no If-Match.
template <class Version>
std::optional<Version> condition(const Request& request, const Version& current) {
  return request.header("if-match").empty() ? std::nullopt : std::optional(current);
}

/// True when If-None-Match names the tag (weak comparison), so that 304 is the answer.
bool is_not_modified(std::string_view if_none_match, std::string_view etag);

/// The tag of the same content in another encoding: "abc" and gzip -> "abc-gzip".
std::string etag_in_encoding(std::string_view etag, std::string_view encoding);
/// A list of tags as a client sends it, with what etag_in_encoding() added taken off again.
std::string without_encodings(std::string_view tags);

}  // namespace platform::http
