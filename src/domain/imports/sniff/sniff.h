#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/mapping/field.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/transform/transform.h"

namespace imports {

enum class ColumnType : std::uint8_t { empty, text, integer, decimal, gtin, boolean, date, url, currency };
std::string_view to_string(ColumnType type);

/// Where a column seems to belong.
struct Suggestion {
  Field field;
  double confidence = 0;  ///< 0 to 1
  std::string reason;     ///< "header “Prix HT” means purchase price; 100 % of 1,460 values are numbers"
};

/// What the sampled rows say about one column.
struct ColumnProfile {
  std::string name;
  ColumnType type = ColumnType::empty;
  std::string evidence;               ///< "98.6 % of 1,460 values have a right EAN check digit"
  std::uint64_t filled = 0;           ///< sampled rows with a value
  std::uint64_t distinct = 0;         ///< different values among them
  std::vector<std::string> samples;   ///< a few different values
  std::optional<NumberStyle> number;  ///< integer and decimal columns
  std::string currency;               ///< ISO code found beside the numbers
  std::optional<Suggestion> suggestion;
};

/// What a file is, as far as its beginning tells.
struct Sniffed {
  Dialect dialect;
  double confidence = 0;       ///< of the dialect, 0 to 1
  std::string dialect_reason;  ///< why this delimiter, sheet or record path, against which others
  std::string encoding_reason;
  std::uint64_t sampled_rows = 0;
  std::uint64_t estimated_rows = 0;  ///< exact when the sample reached the end
  bool estimate_is_exact = false;
  std::vector<ColumnProfile> columns;
  std::vector<Mapping::SkipRule> skip;     ///< for rows met that are no products: totals, the header once more
  std::vector<std::string> other_entries;  ///< files of the archive that look like data too and are not read
  std::vector<std::string> other_sheets;   ///< sheets of the workbook that have rows and are not read
  std::vector<base::Problem> notes;        ///< what a person should know before relying on the file as it is read
};

/// Finds out how to read `path`; `hints` (from a mapping) win over detection. Problems, also those found when the file
/// is read later, call it `shown_name` where that is given. Never reads more than a few megabytes, nor expands a bomb.
/// Fails with file_unreadable, file_empty, format_unknown, and the problems of the format.
base::Result<Sniffed> sniff(const std::filesystem::path& path, const Mapping::FileHints& hints = {},
                            std::string_view shown_name = {});

/// The mapping the suggestions amount to: best column per field, number styles, units and VAT included.
Mapping suggest_mapping(const Sniffed& sniffed);

inline constexpr base::ProblemKind file_empty{"import.file_empty", "File is empty", 422, base::LogLevel::info};
inline constexpr base::ProblemKind format_unknown{"import.format_unknown", "Format not recognised", 422,
                                                  base::LogLevel::info};

inline constexpr base::ProblemKind other_files_in_archive{
    "import.other_files_in_archive", "More price lists in the archive", 422, base::LogLevel::warning};
inline constexpr base::ProblemKind other_sheets{"import.other_sheets", "More sheets in the workbook", 422,
                                                base::LogLevel::warning};

}  // namespace imports
