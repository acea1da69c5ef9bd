#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace imports {

/// Turns the bytes of one encoding into valid UTF-8, piece by piece. A character cut at the end of a piece waits inside
/// for the next.
class Transcoder {
 public:
  virtual ~Transcoder() = default;
  /// Appends the UTF-8 form of `bytes` to `text`, and to `repairs` the offset in `text` of each character put in place
  /// of bytes that do not fit. `last`: nothing follows.
  virtual void convert(std::string_view bytes, bool last, std::string& text, std::vector<std::size_t>& repairs) = 0;
};

/// For a name canonical_encoding() knows. Fails with encoding_unknown.
base::Result<std::unique_ptr<Transcoder>> make_transcoder(std::string_view encoding);

/// The family's own makers; nullptr for an encoding they do not serve.
std::unique_ptr<Transcoder> make_single_byte_transcoder(std::string_view canonical);
std::unique_ptr<Transcoder> make_unicode_transcoder(std::string_view canonical);
std::unique_ptr<Transcoder> make_iconv_transcoder(std::string_view canonical);

/// The Windows-1252 character of a byte; the five bytes it leaves undefined stand for themselves.
char32_t windows_1252_character(unsigned char byte);

/// Bytes at the end of `text` that begin a UTF-8 character without finishing it: 0 to 3.
std::size_t unfinished_utf8_tail(std::string_view text);

}  // namespace imports
