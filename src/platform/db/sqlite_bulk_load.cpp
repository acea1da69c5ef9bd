#include <optional>

#include "platform/db/bulk_load_impl.h"
#include "platform/db/db_problem.h"
#include "platform/db/sql_text.h"
#include "platform/db/sqlite_session.h"

namespace platform::db {

namespace {

/// One prepared INSERT, run row by row inside one transaction.
class SqliteBulkLoad final : public BulkLoad::Impl {
 public:
  SqliteBulkLoad(SqliteSession& session, SqliteStatement insert, std::string name, std::size_t columns,
                 bool owns_transaction)
      : Impl(columns),
        session_(session),
        insert_(std::move(insert)),
        name_(std::move(name)),
        owns_transaction_(owns_transaction) {
    cells_.reserve(columns);
  }
  ~SqliteBulkLoad() override {
    if (!ended_) abandon();
  }

  void text(std::string_view value) override {
    cells_.push_back({Cell::Type::text, static_cast<std::int64_t>(value.size())});
    row_text_ += value;
  }
  void uuid(const base::Uuid& value) override {
    const std::size_t size = row_text_.size();
    value.append_to(row_text_);
    cells_.push_back({Cell::Type::text, static_cast<std::int64_t>(row_text_.size() - size)});
  }
  void integer(std::int64_t value) override { cells_.push_back({Cell::Type::integer, value}); }
  void null() override { cells_.push_back({Cell::Type::null, 0}); }

  void end_row() override {
    if (!problem_) insert_row();
    cells_.clear();
    row_text_.clear();
  }

  base::Result<std::int64_t> finish() override {
    if (problem_) {
      abandon();
      return base::failure(*problem_);
    }
    ended_ = true;
    insert_.reset();
    if (owns_transaction_) {
      auto committed = session_.commit();
      if (!committed) {
        session_.rollback();
        return base::failure(std::move(committed).error());
      }
    }
    return rows_;
  }

 private:
  struct Cell {
    enum class Type : unsigned char { null, integer, text };
    Type type;
    std::int64_t number;  // the integer, or the text's size
  };

  void insert_row() {
    session_.start_clock();
    auto* const insert = insert_.get();
    const char* text = row_text_.data();
    int index = 0;
    int code = SQLITE_OK;
    for (const auto& cell : cells_) {
      ++index;
      if (cell.type == Cell::Type::text) {
        const auto size = static_cast<std::size_t>(cell.number);
        code |= sqlite::sqlite3_bind_text64(insert, index, text, size, nullptr, SQLITE_UTF8);
        text += size;
      } else if (cell.type == Cell::Type::integer) {
        code |= sqlite::sqlite3_bind_int64(insert, index, cell.number);
      } else {
        code |= sqlite::sqlite3_bind_null(insert, index);
      }
    }
    if (code != SQLITE_OK || sqlite::sqlite3_step(insert) != SQLITE_DONE) {
      problem_ = session_.failed(name_);
    } else {
      ++rows_;
    }
    sqlite::sqlite3_reset(insert);
  }

  void abandon() {
    ended_ = true;
    insert_.reset();
    if (owns_transaction_) {
      session_.rollback();
    } else {
      session_.spoil();
    }
  }

  SqliteSession& session_;
  SqliteStatement insert_;
  std::string name_;
  bool owns_transaction_;
  bool ended_ = false;
  std::vector<Cell> cells_;
  std::string row_text_;
  std::int64_t rows_ = 0;
  std::optional<base::Problem> problem_;
};

std::string insert_text(std::string_view table, const std::vector<std::string_view>& columns) {
  std::string sql = "INSERT INTO " + quoted_name(table) + " " + column_list(columns) + " VALUES (";
  for (std::size_t i = 0; i < columns.size(); ++i) sql += i == 0 ? "?" : ", ?";
  return sql += ')';
}

}  // namespace

base::Result<BulkLoad> SqliteSession::bulk_load(std::string_view table, const std::vector<std::string_view>& columns) {
  std::string name = "load " + std::string(table);
  RETURN_IF_FAILED(check_transaction(name));
  ASSIGN_OR_RETURN(auto insert, prepare(name, insert_text(table, columns)));
  const bool owns_transaction = !in_transaction();
  if (owns_transaction) RETURN_IF_FAILED(begin());
  return BulkLoad(
      std::make_unique<SqliteBulkLoad>(*this, std::move(insert), std::move(name), columns.size(), owns_transaction));
}

}  // namespace platform::db
