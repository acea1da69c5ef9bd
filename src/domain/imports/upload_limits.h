#pragma once

#include <cstddef>

#include "domain/imports/uploads.h"
#include "platform/http/route.h"

namespace imports {

/// Bytes one request may bring.
inline constexpr std::size_t longest_upload = std::size_t{64} << 30U;

/// A request's body as what uploads read from.
ByteReader bytes_of(platform::http::BodyReader& body);

}  // namespace imports
