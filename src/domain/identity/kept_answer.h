#pragma once

#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace identity {

/// A response without a stream as one text: status, headers and body with their lengths before them.
std::string written_answer(const platform::http::Response& response);
/// Fails with kept_answer_broken.
base::Result<platform::http::Response> read_answer(std::string_view text);

inline constexpr base::ProblemKind kept_answer_broken{"request.kept_answer_broken", "Kept answer cannot be read", 500,
                                                      base::LogLevel::error};

}  // namespace identity
