#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "feed_generator/damage.h"

namespace feed_generator {

enum class FeedFormat : std::uint8_t { csv, json, ndjson, xml };
enum class Language : std::uint8_t { french, english, mixed };

/// What the caller asked for; the bytes of the feed depend on nothing else.
struct Options {
  std::uint64_t rows = 0;
  std::uint64_t seed = 1;
  FeedFormat format = FeedFormat::csv;
  Language language = Language::mixed;
  std::vector<DamageShare> damage;
  double changed_percent = 0;
  std::string out = "-";

  /// English CSV files use commas between columns and points in numbers; French ones semicolons and commas.
  char delimiter() const { return language == Language::english ? ',' : ';'; }
  char decimal_mark() const;
};

/// Row numbers have ten digits at most, and so does the part of an EAN that they fill.
inline constexpr std::uint64_t max_rows = 999'999'999;

std::string_view name_of(FeedFormat format);

/// Reads the command line. `exit_code` is set, and nothing else, when the program has said its help or a mistake
/// already.
struct ParsedCommandLine {
  Options options;
  int exit_code = -1;
};
ParsedCommandLine parse_command_line(int argc, const char* const* argv);

/// Reads "negative_price=0.5,lost_zeros=1". Fails with damage_invalid.
base::Result<std::vector<DamageShare>> parse_damage(std::string_view text);

inline constexpr base::ProblemKind damage_invalid{"feed_generator.damage_invalid", "Damage is not valid", 422,
                                                  base::LogLevel::info};

}  // namespace feed_generator
