#include <charconv>

#include "platform/db/db_problem.h"
#include "platform/db/sqlite_session.h"

namespace platform::db {

namespace {

constexpr std::size_t most_prepared = 256;

int bind(sqlite::sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite::sqlite3_bind_int64(statement, index, *number);
  }
  if (const auto* number = std::get_if<double>(&value)) return sqlite::sqlite3_bind_double(statement, index, *number);
  if (const auto* text = std::get_if<std::string>(&value)) {
    // The arguments outlive the run: start() and its caller hold them until the statement is reset.
    return sqlite::sqlite3_bind_text64(statement, index, text->data(), text->size(), nullptr, SQLITE_UTF8);
  }
  return sqlite::sqlite3_bind_null(statement, index);
}

std::string_view text_cell(sqlite::sqlite3_stmt* statement, int column) {
  if (sqlite::sqlite3_column_type(statement, column) == SQLITE_NULL) return {};
  const auto* bytes = static_cast<const void*>(sqlite::sqlite3_column_text(statement, column));
  if (bytes == nullptr) return "";
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite::sqlite3_column_bytes(statement, column))};
}

Value value_cell(sqlite::sqlite3_stmt* statement, int column) {
  switch (sqlite::sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite::sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite::sqlite3_column_double(statement, column);
    default:
      return std::string(text_cell(statement, column));
  }
}

Row read_row(sqlite::sqlite3_stmt* statement) {
  const int columns = sqlite::sqlite3_column_count(statement);
  std::vector<Value> cells;
  cells.reserve(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) cells.push_back(value_cell(statement, column));
  return Row(std::move(cells));
}

/// The name SQLite knows a parameter by, ":p1", without an allocation.
class ParameterName {
 public:
  explicit ParameterName(std::size_t number) {
    const auto end = std::to_chars(text_.data() + 2, text_.data() + text_.size() - 1, number);
    *end.ptr = '\0';
  }
  const char* c_str() const { return text_.data(); }

 private:
  std::array<char, 24> text_{':', 'p'};
};

}  // namespace

void SqliteSession::ResetStatement::operator()(sqlite::sqlite3_stmt* statement) const {
  sqlite::sqlite3_reset(statement);
  sqlite::sqlite3_clear_bindings(statement);
}

base::Result<SqliteStatement> SqliteSession::prepare(std::string_view name, std::string_view sql) {
  sqlite::sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const char* const end = sql.data() + sql.size();
  if (sqlite::sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                                 &rest) != SQLITE_OK) {
    return base::failure(failed(name));
  }
  SqliteStatement statement(raw);
  sqlite::sqlite3_stmt* second = nullptr;
  const int code = sqlite::sqlite3_prepare_v2(handle_, rest, static_cast<int>(end - rest), &second, nullptr);
  const SqliteStatement second_owner(second);
  if (!statement || second != nullptr || code != SQLITE_OK) {
    return base::failure(db_problem(db_failed, database(), name, "its text is not exactly one statement"));
  }
  return statement;
}

base::Result<sqlite::sqlite3_stmt*> SqliteSession::prepared(const Statement& statement) {
  if (const auto found = prepared_.find(statement.sqlite); found != prepared_.end()) return found->second.get();
  ASSIGN_OR_RETURN(auto fresh, prepare(statement.name, statement.sqlite));
  if (prepared_.size() >= most_prepared) prepared_.clear();
  return prepared_.emplace(statement.sqlite, std::move(fresh)).first->second.get();
}

base::Result<SqliteSession::Running> SqliteSession::start(const Statement& statement, const std::vector<Value>& args) {
  RETURN_IF_FAILED(check_transaction(statement.name));
  ASSIGN_OR_RETURN(auto* const raw, prepared(statement));
  Running running(raw);
  const auto wanted = static_cast<std::size_t>(sqlite::sqlite3_bind_parameter_count(raw));
  if (wanted != args.size()) {
    return base::failure(
        db_problem(db_failed, database(), statement.name,
                   "it takes " + std::to_string(wanted) + " parameters and was given " + std::to_string(args.size())));
  }
  for (std::size_t i = 0; i < args.size(); ++i) {
    const int index = sqlite::sqlite3_bind_parameter_index(raw, ParameterName(i + 1).c_str());
    if (index == 0 || bind(raw, index, args[i]) != SQLITE_OK) {
      return base::failure(db_problem(db_failed, database(), statement.name,
                                      "its parameter :p" + std::to_string(i + 1) + " cannot be set"));
    }
  }
  start_clock();
  return running;
}

base::Result<std::int64_t> SqliteSession::execute(const Statement& statement, const std::vector<Value>& args) {
  ASSIGN_OR_RETURN(const auto running, start(statement, args));
  const auto changes_before = sqlite::sqlite3_total_changes64(handle_);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite::sqlite3_step(running.get());
  if (code != SQLITE_DONE) return base::failure(failed(statement.name));
  // A statement that changes nothing leaves the count of the one before it.
  if (sqlite::sqlite3_total_changes64(handle_) == changes_before) return 0;
  return std::int64_t{sqlite::sqlite3_changes64(handle_)};
}

base::Result<std::vector<Row>> SqliteSession::query(const Statement& statement, const std::vector<Value>& args) {
  ASSIGN_OR_RETURN(const auto running, start(statement, args));
  std::vector<Row> rows;
  int code = SQLITE_ROW;
  while ((code = sqlite::sqlite3_step(running.get())) == SQLITE_ROW) rows.push_back(read_row(running.get()));
  if (code != SQLITE_DONE) return base::failure(failed(statement.name));
  return rows;
}

base::Result<> SqliteSession::scan(const Statement& statement,
                                   const std::function<void(const std::vector<std::string_view>&)>& each) {
  ASSIGN_OR_RETURN(const auto running, start(statement, {}));
  std::vector<std::string_view> cells(static_cast<std::size_t>(sqlite::sqlite3_column_count(running.get())));
  int code = SQLITE_ROW;
  while ((code = sqlite::sqlite3_step(running.get())) == SQLITE_ROW) {
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = text_cell(running.get(), static_cast<int>(i));
    each(cells);
  }
  if (code != SQLITE_DONE) return base::failure(failed(statement.name));
  return {};
}

}  // namespace platform::db
