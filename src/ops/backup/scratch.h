#pragma once

#include <memory>

#include "ops/backup/dump.h"
#include "ops/backup/place.h"
#include "platform/db/database.h"

namespace backup {

/// A database restored beside the live one; gone when this is destroyed, unless kept.
class Scratch {
 public:
  /// Reads the dump from the place, restores it and compares it with the manifest: on PostgreSQL into a database
  /// `<name>_<purpose>_<mark>` of the same server, on SQLite into a file of that ending beside the live one, or into
  /// the work folder where `is_beside` is false. Fails with damaged, differs, other_engine, newer, tool_failed.
  static base::Result<std::unique_ptr<Scratch>> restore(const Workshop& shop, const Place& place,
                                                        const Manifest& manifest, const DatabaseEntry& entry,
                                                        const Source& live, std::string_view purpose,
                                                        bool is_beside = true);
  /// On PostgreSQL: the schema without its constraints, and the rows of one table. Fails with table_unknown too.
  static base::Result<std::unique_ptr<Scratch>> restore_table(const Workshop& shop, const Place& place,
                                                              const Manifest& manifest, const DatabaseEntry& entry,
                                                              const Source& live, const std::string& table);
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  const Source& source() const { return source_; }
  /// The database's name on PostgreSQL, its file on SQLite.
  const std::string& name() const { return name_; }
  /// It is the live one from now on.
  void keep() { is_kept_ = true; }
  std::uint64_t tables() const { return tables_; }
  std::uint64_t rows() const { return rows_; }

 private:
  Scratch(Source live, Source source, std::string name, bool is_sqlite)
      : live_(std::move(live)), source_(std::move(source)), name_(std::move(name)), is_sqlite_(is_sqlite) {}
  static base::Result<std::unique_ptr<Scratch>> on_server(const Source& live, const std::string& ending);
  base::Result<> fill_postgres(const Workshop& shop, const Place& place, const Manifest& manifest,
                               const DatabaseEntry& entry);
  base::Result<> pg_restore(const Workshop& shop, const std::filesystem::path& dump,
                            const std::vector<std::string>& what);
  base::Result<> fill_sqlite(const Workshop& shop, const Place& place, const Manifest& manifest,
                             const DatabaseEntry& entry);
  base::Result<> compare(const DatabaseEntry& entry, const Watch& watch);

  const Source live_;
  Source source_;
  std::string name_;
  bool is_sqlite_, is_kept_ = false;
  std::uint64_t tables_ = 0, rows_ = 0;
};

/// Whether this program can restore it at all. Fails with other_engine, newer.
base::Result<> check_restorable(const DatabaseEntry& entry, const Source& live);
/// Reads a dump from its place into a file of the work folder, as pg_restore and SQLite read it.
base::Result<std::filesystem::path> fetch_dump(const Workshop& shop, const Place& place, const Manifest& manifest,
                                               const DatabaseEntry& entry, const std::filesystem::path& into);
tl::unexpected<base::Problem> no_such_table(const DatabaseEntry& entry, const std::string& table);
/// The database's name as its server knows it.
base::Result<std::string> name_on_server(const Source& live);
/// Databases of this kind that killed processes have left on the server.
base::Result<> drop_left_scratches(const Source& live, std::string_view purpose);

/// A session of another database of the same server, as a database cannot be dropped or renamed from within.
base::Result<std::unique_ptr<platform::db::Connection>> maintenance_session(const Source& live);

}  // namespace backup
