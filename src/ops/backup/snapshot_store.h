#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ops/backup/manifest.h"
#include "platform/db/connection.h"
#include "platform/db/database.h"

namespace backup::store {

namespace db = platform::db;

/// From here to the end of the session what is read is of one moment. Gives PostgreSQL's name of it, "" on SQLite.
base::Result<std::string> begin_snapshot(db::Connection& connection);

/// Every table with its number of rows and, on PostgreSQL, the digest of them all. `may_go_on` is asked between tables.
base::Result<std::vector<TableEntry>> tables_of(db::Connection& connection,
                                                const std::function<base::Result<>()>& may_go_on);
base::Result<std::vector<std::uint64_t>> migrations_of(db::Connection& connection);
/// PostgreSQL's extensions a database's owner can make anew. What a superuser added to watch the server is not among
/// them: it belongs to the server.
base::Result<std::vector<std::string>> own_extensions(db::Connection& connection);
base::Result<std::string> server_version(db::Connection& connection);
base::Result<std::uint64_t> size_of(db::Connection& connection);
/// Whether anything but the record of migrations is in it.
base::Result<bool> holds_data(db::Connection& connection);
/// What SQLite finds wrong with a file; "" for nothing.
base::Result<std::string> integrity_of(db::Connection& connection);

// Of a PostgreSQL server; the connection is to another database than those named.
base::Result<std::string> current_database(db::Connection& connection);
/// With the encoding, the language and, where this user may, the owner of another.
base::Result<> create_like(db::Connection& connection, const std::string& name, const std::string& model);
base::Result<> drop(db::Connection& connection, const std::string& name);
/// Gives `live` the name `before` and `fresh` that of `live`, both or neither; ends the sessions that use them.
base::Result<> exchange(db::Connection& connection, const std::string& live, const std::string& fresh,
                        const std::string& before);
/// Databases of the server whose name begins so.
base::Result<std::vector<std::string>> named_like(db::Connection& connection, const std::string& prefix);

// One table put beside others to look at.
/// The table and, on PostgreSQL, what it is divided into; empty when there is none.
base::Result<std::vector<std::string>> parts_of_table(db::Connection& connection, const std::string& table);
base::Result<bool> has_schema(db::Connection& connection, const std::string& schema);
/// Makes `schema`.`table` out of public.`table`.
base::Result<> copy_to_schema(db::Connection& connection, const std::string& table, const std::string& schema);
/// Copies a table into a new SQLite file.
base::Result<> copy_to_file(db::Connection& connection, const std::string& table, const std::string& file);

}  // namespace backup::store
