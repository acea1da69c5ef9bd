#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// How loudly a problem is logged.
enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// What all problems of one kind share. Declared once, as a constant, beside the code that finds the problem.
struct ProblemKind {
  std::string_view code;   ///< stable, "subject.what": programs and translations key on it
  std::string_view title;  ///< a few words for lists and totals
  std::uint16_t http_status;
  LogLevel log_level;
};

/// Where in a user's file or input something is wrong. Numbers are 1-based except `byte`; absent when unknown.
struct Place {
  std::string file{};
  std::optional<std::uint64_t> line{};
  std::optional<std::uint64_t> row{};
  std::optional<std::uint64_t> column{};
  std::optional<std::uint64_t> byte{};  ///< 0-based offset in the decoded (uncompressed, UTF-8) text
  std::string field{};                  ///< a target field, a column name, a setting's name
};

/// An error a person can act on: what happened, where, and what to do. Over HTTP it is RFC 9457 problem+json.
struct Problem {
  const ProblemKind* kind = nullptr;
  std::string message;  ///< names the place and the value
  std::string cure;     ///< what to do next
  Place place;

  Problem();
  Problem(const ProblemKind* kind, std::string message, std::string cure, Place place = {});
  // Kept out of the header: nearly every function hands problems on, and this code would be in all of them.
  Problem(const Problem& other);
  Problem(Problem&& other) noexcept;
  Problem& operator=(const Problem& other);
  Problem& operator=(Problem&& other) noexcept;
  ~Problem();

  std::string_view code() const { return kind->code; }
  /// "message cure (code)" on one line, for terminals and logs.
  std::string text() const;
};

/// A kind that is not tied to one subject: a bug or a lost resource nobody foresaw.
inline constexpr ProblemKind internal_error{"internal.error", "Unexpected error", 500, LogLevel::error};

}  // namespace base
