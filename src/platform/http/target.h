#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/http/message.h"

namespace platform::http {

/// The parts of a request target.
struct Target {
  std::string_view path;   ///< as sent, without the query
  std::string_view query;  ///< as sent, without the '?'
};

/// Splits origin-form ("/a?b") and absolute-form ("http://host/a?b"); "*" is a path of its own. Fails with malformed.
base::Result<Target> split_target(std::string_view target);

/// Undoes percent-encoding. Fails with malformed for a broken escape, a NUL and what is not UTF-8.
base::Result<std::string> percent_decoded(std::string_view text, bool plus_is_blank = false);

base::Result<Pairs> decoded_query(std::string_view query);

}  // namespace platform::http
