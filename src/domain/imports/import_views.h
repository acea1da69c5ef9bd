#pragma once

// Imports and uploads as the API shows them.

#include <optional>
#include <string>
#include <vector>

#include "domain/imports/imports_tasks.h"
#include "domain/imports/uploads.h"
#include "platform/http/codec.h"

namespace imports {

struct ProblemView {
  std::string code, message, cure;
};
BOOST_DESCRIBE_STRUCT(ProblemView, (), (code, message, cure))

/// Every row read is in exactly one of created, updated, unchanged, quarantined and skipped.
struct LedgerView {
  std::uint64_t rows_read = 0, created = 0, updated = 0, unchanged = 0, quarantined = 0, skipped = 0;
  bool balances = false;
  std::uint64_t offers_created = 0, offers_updated = 0, offers_withdrawn = 0, offers_revived = 0;
  std::uint64_t products_created = 0, products_updated = 0;
};
BOOST_DESCRIBE_STRUCT(LedgerView, (),
                      (rows_read, created, updated, unchanged, quarantined, skipped, balances, offers_created,
                       offers_updated, offers_withdrawn, offers_revived, products_created, products_updated))

struct ImportView {
  base::Uuid id;
  std::string supplier, file_name, mode;
  bool dry_run = false;
  std::string status;  ///< waiting, running, finished, failed, cancelled
  bool is_cancelling = false;
  std::uint64_t rows_total = 0;
  std::int64_t resumed = 0, attempt = 0;
  std::optional<boost::json::value> progress;
  std::optional<LedgerView> ledger;
  std::optional<ProblemView> problem;
  std::string created_by;
  base::Timestamp created_at;
  std::optional<base::Timestamp> started_at, finished_at;
};
BOOST_DESCRIBE_STRUCT(ImportView, (),
                      (id, supplier, file_name, mode, dry_run, status, is_cancelling, rows_total, resumed, attempt,
                       progress, ledger, problem, created_by, created_at, started_at, finished_at))

struct UploadView {
  base::Uuid id;
  std::string file_name;
  std::optional<std::uint64_t> size;
  std::uint64_t offset = 0;
  bool is_complete = false;
  std::string sha256;
  base::Timestamp created_at, expires_at;
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (id, file_name, size, offset, is_complete, sha256, created_at, expires_at))

LedgerView ledger_of(const ImportReport& report);
ImportView view_of(const ImportState& state);
UploadView view_of(const Upload& upload);
/// What is stored as JSON text; nothing for "".
std::optional<boost::json::value> json_of(const std::string& text);

}  // namespace imports
