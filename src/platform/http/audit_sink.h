#pragma once

#include <functional>
#include <string_view>

#include "platform/http/message.h"

namespace platform::http {

/// Told of every change made over HTTP: "supplier.updated", the subject "supplier:code", and JSON objects of what it
/// was and is ("" for none).
using AuditSink = std::function<void(const Request&, std::string_view action, std::string_view subject,
                                     std::string_view before, std::string_view after)>;

}  // namespace platform::http
