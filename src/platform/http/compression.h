#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace platform::http {

/// "br", "gzip" or "": the best encoding an Accept-Encoding header allows, its q-values honoured.
std::string_view best_encoding(std::string_view accept_encoding);

/// True for text, JSON, XML and their like.
bool is_compressible(std::string_view content_type);

/// Packs bytes piece by piece.
class Compressor {
 public:
  Compressor() = default;
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  virtual ~Compressor() = default;
  /// Appends packed bytes to `out`; `is_last` writes the end of the format.
  virtual void pack(std::string_view in, bool is_last, std::string& out) = 0;
};

/// `encoding` is one of best_encoding()'s.
std::unique_ptr<Compressor> make_compressor(std::string_view encoding);

/// Packs an answer (body or stream), unless it is small, of a kind that gains nothing, or packed already. Sets
/// Content-Encoding and Vary, and gives the ETag a name of its own. Gives the encoding used, "" for none.
std::string_view compress(Response& response, std::string_view accept_encoding);

}  // namespace platform::http
