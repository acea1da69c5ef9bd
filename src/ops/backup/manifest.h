#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"

namespace backup {

/// The form of backups this program writes, and the newest it reads.
inline constexpr std::int64_t current_format = 1;

/// A file of a backup as it is stored: packed and encrypted where it is.
struct StoredFile {
  std::string name;    ///< "catalog.dump"
  std::string sha256;  ///< of the stored bytes
  std::uint64_t bytes = 0;
};

struct TableEntry {
  std::string name;
  std::uint64_t rows = 0;
  std::string digest;  ///< of all rows in any order; "" where the file's digest says as much (SQLite)
};

struct DatabaseEntry {
  std::string name;    ///< "catalog"
  std::string engine;  ///< "sqlite", "postgresql"
  std::string server;  ///< version of the engine
  std::uint64_t schema_version = 0;
  std::vector<std::uint64_t> migrations;  ///< applied steps
  std::uint64_t raw_bytes = 0;            ///< of the database
  std::string raw_sha256;                 ///< of the unpacked file on SQLite; "" on PostgreSQL
  StoredFile file;
  std::vector<TableEntry> tables;
};

struct ObjectsEntry {
  std::uint64_t count = 0, bytes = 0;          ///< of all stored files
  std::uint64_t new_count = 0, new_bytes = 0;  ///< that the backup before did not have
  std::vector<std::string> left_out;           ///< keys of stored files that were damaged or gone
  StoredFile index;                            ///< a line a stored file
};

/// What a backup holds and how to know that it is whole. Written last: a backup without it is none.
struct Manifest {
  std::int64_t format = current_format;
  std::string id, site, program_version;
  base::Timestamp started_at{}, ended_at{};
  std::string started_by;
  std::string key_id;  ///< of the key it is encrypted with; "" for none
  std::vector<DatabaseEntry> databases;
  ObjectsEntry objects;
  StoredFile settings;

  bool is_sealed() const { return !key_id.empty(); }
  /// All of its own files; what it shares with other backups is not among them.
  std::vector<StoredFile> files() const;
  std::uint64_t size_bytes() const;
  /// Null when the backup has no such database.
  const DatabaseEntry* find(std::string_view database) const;
};

/// Fails with damaged when the backup has no such database.
base::Result<const DatabaseEntry*> entry_of(const Manifest& manifest, std::string_view database);

std::string to_text(const Manifest& manifest);
/// Fails with newer, and with damaged when it is no manifest.
base::Result<Manifest> read_manifest(std::string_view text);

/// "20261122T020000Z-k3x9": in the order of time, and never given twice.
std::string new_id(base::Timestamp now);
bool is_id(std::string_view text);

}  // namespace backup
