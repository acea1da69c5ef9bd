#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"

namespace imports {

/// What a person should know about a file that was read all the same.
struct FileNote {
  std::string code, message, cure;
};

/// How the file was read.
struct Detected {
  std::string format, encoding, compression;
  std::string delimiter;  ///< "" for formats without one
  std::vector<std::string> columns;
  std::string zip_entry{}, sheet{};  ///< what was read of an archive or a workbook; "" otherwise
  std::vector<std::string> other_entries{}, other_sheets{};  ///< what was not, though it looks like data
  std::vector<FileNote> notes{};
};

/// What an import did: the ledger accounts for every row read.
struct ImportReport {
  base::Uuid job_id;
  std::string status;  ///< finished, dry_run
  std::string supplier;
  std::string file_name;
  std::string mode;  ///< partial, full
  int mapping_version = 0;
  int resumed = 0;  ///< how often it went on after an interruption
  Detected detected;
  std::uint64_t rows_read = 0;
  catalog::MergeCounts counts;
  std::uint64_t duration_ms = 0;
  std::uint64_t peak_memory_bytes = 0;

  std::uint64_t rows_per_second() const;
  /// Every row read ended in exactly one bucket.
  bool balances() const { return rows_read == counts.rows.total(); }
};

/// The report as the one JSON object `import --json` prints: docs/cli.md describes each member.
std::string to_json(const ImportReport& report);
/// Reads back what to_json wrote.
base::Result<ImportReport> parse_report(std::string_view json);

inline constexpr base::ProblemKind report_unreadable{"import.report_unreadable", "Stored report cannot be read", 500,
                                                     base::LogLevel::error};

}  // namespace imports
