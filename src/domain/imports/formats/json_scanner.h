#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"

namespace imports {

/// Walks JSON text strictly by RFC 8259 through a window that slides over a stream and grows only while a piece is
/// being cut out. Functions give false once the text is found broken; problem() then says where and how.
class JsonScanner {
 public:
  /// Readable bytes kept behind every piece, as simdjson wants them.
  static constexpr std::size_t padding = 64;
  static constexpr std::size_t max_depth = 1024;
  static constexpr char end_of_text = '\0';

  JsonScanner(std::unique_ptr<ByteSource> source, std::string file);
  /// Over one whole text in memory, which begins at `offset` and `line` of its file. The text must outlive the scanner.
  JsonScanner(std::string_view text, std::string file, std::uint64_t offset, std::uint64_t line);

  /// The next character that is not blank, not yet taken; end_of_text at the end, or once broken.
  char peek();
  /// Takes the character peek() gave.
  void take() { ++at_; }
  /// Takes `wanted` (after blanks) or fails.
  bool expect(char wanted);
  /// Takes one value of any kind.
  bool skip_value();
  /// Takes a text in quotes; peek() must have given the quote.
  bool skip_string();
  /// Takes blanks; fails when anything else follows.
  bool expect_end();

  /// Begins a piece at the next character. The piece must end (cut()) before another begins.
  void mark() {
    mark_ = at_;
    mark_line_ = line_;
  }
  /// The text since mark(), valid until the scanner moves on.
  std::string_view cut();

  void enter() { ++outer_depth_; }
  void leave() { --outer_depth_; }
  /// The number of open brackets the caller walks itself; they count towards max_depth.
  std::size_t depth() const { return outer_depth_; }

  std::uint64_t offset() const { return offset_of(at_); }
  std::uint64_t line() const { return line_; }
  bool failed() const { return problem_.has_value(); }
  /// Fails with `what` at the next character: "Expected a comma".
  bool fail(std::string_view expected);
  /// Fails because the record that begins there is too long.
  bool fail_too_long(std::uint64_t line, std::uint64_t offset);
  const base::Problem& problem() const { return *problem_; }

 private:
  bool fill();
  bool read_more(std::size_t kept);
  int here();
  bool skip_escape();
  bool skip_number();
  bool skip_digits();
  bool skip_literal(std::string_view word);
  bool skip_scalar(char first);
  bool open(char bracket);
  bool skip_key();
  bool finish_value();
  std::uint64_t offset_of(const char* at) const { return base_ + static_cast<std::uint64_t>(at - start_); }

  std::unique_ptr<ByteSource> source_;  // null when all of the text is in memory
  std::string file_;
  std::vector<char> buffer_;
  const char* start_ = nullptr;  // first byte of the window
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  const char* mark_ = nullptr;
  std::uint64_t base_ = 0;  // offset of start_ in the text
  std::uint64_t line_ = 1;
  std::uint64_t mark_line_ = 1;
  std::uint64_t line_start_ = 0;
  std::string open_;  // closing brackets skip_value still waits for
  std::size_t outer_depth_ = 0;
  std::optional<base::Problem> problem_;
};

inline constexpr base::ProblemKind json_invalid{"import.json_invalid", "Not valid JSON", 422, base::LogLevel::info};

}  // namespace imports
