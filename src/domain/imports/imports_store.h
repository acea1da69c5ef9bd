#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/imports.h"
#include "domain/imports/merge/quarantine.h"
#include "platform/db/connection.h"

namespace imports::store {

using platform::db::Connection;

base::Result<> remember_file(Connection& connection, const platform::storage::StoredObject& object);
struct ArchivedFile {
  std::string digest, object_key;
};
/// Some of the files no import since `cutoff` has used, nor one that is running; those after a digest, in order.
base::Result<std::vector<ArchivedFile>> unused_files(Connection& connection, base::Timestamp cutoff,
                                                     std::string_view after);
/// Whether anything but the archive itself knows the file of this digest.
base::Result<bool> is_file_referred_to(Connection& connection, std::string_view digest);
base::Result<> forget_file(Connection& connection, std::string_view digest);
base::Result<std::optional<std::string>> object_key(Connection& connection, std::string_view digest);

struct NewJob {
  base::Uuid id;
  base::Uuid supplier_id;
  std::string supplier, file_name, file_digest, mode;
  base::Uuid mapping_id;
  std::string columns;  ///< JSON array of names
  std::uint64_t rows_total = 0;
};
base::Result<> insert_job(Connection& connection, const NewJob& job);
/// The unfinished job of exactly this work, when no later import of the supplier has begun since.
base::Result<std::optional<base::Uuid>> find_unfinished(Connection& connection, const NewJob& like);
/// A later import of the same supplier has begun.
base::Result<bool> is_superseded(Connection& connection, base::Uuid id);
base::Result<> mark_resumed(Connection& connection, base::Uuid id);
base::Result<> mark_finished(Connection& connection, base::Uuid id, std::string_view report);
base::Result<> mark_failed(Connection& connection, base::Uuid id, const base::Problem& problem);
base::Result<std::optional<ImportJob>> find_job(Connection& connection, base::Uuid id);
base::Result<base::Uuid> mapping_of_job(Connection& connection, base::Uuid id);
/// JSON array of the file's column names.
base::Result<std::string> columns_of_job(Connection& connection, base::Uuid id);
base::Result<> mark_cancelled(Connection& connection, base::Uuid id);
base::Result<std::vector<EndedImport>> ended_after(Connection& connection, base::Timestamp moment, base::Uuid id,
                                                   std::uint64_t limit);
base::Result<std::uint64_t> count_running(Connection& connection);
base::Result<std::vector<ImportJob>> page_of_jobs(Connection& connection, const ImportQuery& query);
base::Result<std::vector<ImportJob>> list_jobs(Connection& connection, std::string_view supplier, std::uint64_t limit);

base::Result<std::vector<MappingVersion>> mapping_versions(Connection& connection, base::Uuid supplier_id);
base::Result<std::optional<MappingVersion>> find_mapping(Connection& connection, base::Uuid id);
base::Result<> insert_mapping(Connection& connection, base::Uuid supplier_id, const MappingVersion& version);

/// Ids of suppliers that have mappings.
base::Result<std::vector<base::Uuid>> suppliers_with_mappings(Connection& connection);
base::Result<> delete_mappings_of(Connection& connection, base::Uuid supplier_id);

base::Result<> insert_kept_rows(Connection& connection, base::Uuid job_id, std::span<const KeptRow> rows);
/// Drops rows kept beyond `row`: their batch was never committed.
base::Result<> sweep_kept_rows(Connection& connection, base::Uuid job_id, std::uint64_t row);
base::Result<std::uint64_t> count_quarantined(Connection& connection, base::Uuid job_id);
base::Result<std::vector<ImportError>> kept_rows(Connection& connection, base::Uuid job_id, std::string_view severity,
                                                 std::uint64_t after, std::uint64_t limit);

base::Result<> add_log(Connection& connection, base::Uuid job_id, std::string_view level, std::string_view message);
base::Result<std::vector<LogLine>> read_log(Connection& connection, base::Uuid job_id);
/// Deletes some of the oldest lines, those before `cutoff`; gives how many, 0 when none is left.
base::Result<std::uint64_t> delete_some_log(Connection& connection, base::Timestamp cutoff);
/// Makes the part of the log that takes the lines of a month, unless it is there. Only where the log has parts.
base::Result<> add_log_partition(Connection& connection, std::chrono::year_month month);

}  // namespace imports::store
