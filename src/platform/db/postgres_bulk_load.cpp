#include <optional>

#include "platform/db/bulk_load_impl.h"
#include "platform/db/db_problem.h"
#include "platform/db/postgres_cells.h"
#include "platform/db/postgres_session.h"
#include "platform/db/sql_text.h"

namespace platform::db {

namespace {

constexpr std::size_t buffer_size = 256 * 1024;

struct Column {
  std::string name;
  Oid type;
};

/// COPY ... FROM STDIN in binary format, sent a quarter of a megabyte at a time.
class PostgresBulkLoad final : public BulkLoad::Impl {
 public:
  PostgresBulkLoad(PostgresSession& session, std::string name, std::vector<Column> columns)
      : Impl(columns.size()), session_(session), name_(std::move(name)), columns_(std::move(columns)) {
    cells_.begin();
  }
  ~PostgresBulkLoad() override {
    if (!ended_) end("the load was abandoned");
  }

  void text(std::string_view value) override {
    if (const Column* column = next()) check(cells_.text(column->type, value), *column, value);
  }
  void uuid(const base::Uuid& value) override {
    if (const Column* column = next()) check(cells_.uuid(column->type, value), *column, value.to_string());
  }
  void integer(std::int64_t value) override {
    if (const Column* column = next()) check(cells_.integer(column->type, value), *column, std::to_string(value));
  }
  void null() override {
    if (next() != nullptr) cells_.null();
  }

  void end_row() override {
    at_ = 0;
    if (cells_.bytes().size() >= buffer_size) send();
  }

  base::Result<std::int64_t> finish() override {
    if (problem_) {
      end("a value does not fit its column");
      return base::failure(*problem_);
    }
    cells_.end();
    send();
    return end(nullptr);
  }

 private:
  /// The column the next cell is of; none when a cell before it did not fit, as no row can be sent any more.
  const Column* next() {
    if (problem_ || at_ == columns_.size()) {
      ++at_;
      return nullptr;
    }
    if (at_ == 0) cells_.begin_row(columns_.size());
    return &columns_[at_++];
  }

  void check(bool fits, const Column& column, std::string_view value) {
    if (fits) return;
    problem_ = db_problem(db_failed, session_.database(), name_,
                          "column " + column.name + " cannot hold \"" + std::string(value) + '"');
  }

  // A refusal is learnt from the server's answer at the end.
  void send() {
    if (!problem_ && !is_lost_) {
      is_lost_ = PQputCopyData(session_.handle(), cells_.bytes().data(), static_cast<int>(cells_.bytes().size())) != 1;
    }
    cells_.clear();
  }

  base::Result<std::int64_t> end(const char* reason) {
    ended_ = true;
    PQputCopyEnd(session_.handle(), reason);
    return session_.finish_command(name_);
  }

  PostgresSession& session_;
  std::string name_;
  std::vector<Column> columns_;
  std::size_t at_ = 0;
  PostgresCells cells_;
  std::optional<base::Problem> problem_;
  bool is_lost_ = false;
  bool ended_ = false;
};

}  // namespace

base::Result<BulkLoad> PostgresSession::bulk_load(std::string_view table,
                                                  const std::vector<std::string_view>& columns) {
  std::string name = "load " + std::string(table);
  const std::string list = column_list(columns);
  // An empty answer tells the columns' types, also those of temporary tables that hide others.
  ASSIGN_OR_RETURN(const auto shape,
                   run(name, "SELECT " + list.substr(1, list.size() - 2) + " FROM " + quoted_name(table) + " LIMIT 0",
                       PGRES_TUPLES_OK));
  std::vector<Column> found;
  for (int i = 0; i < PQnfields(shape.get()); ++i) {
    const Column& column = found.emplace_back(Column{PQfname(shape.get(), i), PQftype(shape.get(), i)});
    if (!PostgresCells::can_write(column.type)) {
      return base::failure(
          db_problem(db_failed, database(), name, "column " + column.name + " is of a type that is not loaded"));
    }
  }
  RETURN_IF_FAILED(run(name, "COPY " + quoted_name(table) + " " + list + " FROM STDIN (FORMAT binary)", PGRES_COPY_IN));
  return BulkLoad(std::make_unique<PostgresBulkLoad>(*this, std::move(name), std::move(found)));
}

}  // namespace platform::db
