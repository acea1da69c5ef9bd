#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace imports {

/// What encoding a text is in, judged by its bytes.
struct EncodingGuess {
  std::string name;         ///< an IANA name that Dialect::encoding takes
  std::string reason;       ///< one sentence
  double confidence = 0.0;  ///< 0 to 1
};

/// Judges the first bytes of an uncompressed file; `complete` when they are all of it (else the last character may be
/// cut).
EncodingGuess detect_encoding(std::span<const char> head, bool complete);

/// The encoding a byte order mark stands for, and the mark's length; nothing without one.
struct ByteOrderMark {
  std::string_view encoding;
  std::size_t length = 0;
};
std::optional<ByteOrderMark> find_byte_order_mark(std::string_view head);

/// The IANA name for what a person or a file calls an encoding ("utf8", "cp1252", "latin1", "ansi"). Fails with
/// encoding_unknown, whose cure lists the supported ones.
base::Result<std::string> canonical_encoding(std::string_view name);

inline constexpr base::ProblemKind encoding_unknown{"import.encoding_unknown", "Unknown encoding", 422,
                                                    base::LogLevel::warning};

}  // namespace imports
