#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/imports/uploads.h"

namespace imports {

/// Reads multipart/form-data (RFC 7578) part by part while it arrives, in constant memory.
class MultipartReader {
 public:
  struct Part {
    std::string name;
    std::optional<std::string> file_name;  ///< of a part that is a file
  };

  MultipartReader(ByteReader source, std::string_view boundary)
      : source_(std::move(source)), delimiter_("\r\n--" + std::string(boundary)), buffer_("\r\n") {}

  /// The next part, whatever is left unread of the one before; nothing after the last. Fails with multipart_malformed.
  base::Result<std::optional<Part>> next();
  /// Bytes of the current part; 0 at its end. Fails with multipart_malformed when the form breaks off.
  base::Result<std::size_t> read(std::span<char> out);
  /// The whole of a short field. Fails with multipart_malformed when it is longer.
  base::Result<std::string> text();

 private:
  base::Result<bool> fill();
  base::Result<std::string> line();

  ByteReader source_;
  std::string delimiter_;
  std::string buffer_;
  bool has_ended_ = false;
};

/// The boundary of a Content-Type; nothing when it is no multipart/form-data.
std::optional<std::string> multipart_boundary(std::string_view content_type);

inline constexpr base::ProblemKind multipart_malformed{"request.multipart_malformed", "Form cannot be read", 400,
                                                       base::LogLevel::info};

}  // namespace imports
