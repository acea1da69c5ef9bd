#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <optional>

#include "platform/http/message.h"

namespace platform::http {

using RequestHead = boost::beast::http::request_header<boost::beast::http::fields>;

/// The methods the router knows; nothing for another one, such as TRACE.
std::optional<Method> method_of(const RequestHead& head);

/// Fails with malformed where the parser is kinder than RFC 9112 allows: Host missing or given twice, and a
/// Transfer-Encoding that two servers could understand in two ways.
base::Result<> check_framing(const RequestHead& head);

/// Target and headers as values, names in lower case.
Request to_request(const RequestHead& head);

}  // namespace platform::http
