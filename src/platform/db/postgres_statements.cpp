#include "platform/db/db_problem.h"
#include "platform/db/postgres_session.h"
#include "platform/db/sql_text.h"
#include "platform/db/value_text.h"

namespace platform::db {

namespace {

constexpr std::size_t most_prepared = 256;

/// Arguments as the C strings libpq takes; the server infers each type from the statement.
class TextArguments {
 public:
  explicit TextArguments(const std::vector<Value>& args) {
    numbers_.reserve(args.size());  // pointers into it are kept
    pointers_.reserve(args.size());
    for (const auto& arg : args) add(arg);
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  /// A C string would silently end at a zero byte.
  bool has_zero_byte() const { return has_zero_byte_; }

 private:
  void add(const Value& arg) {
    if (const auto* text = std::get_if<std::string>(&arg)) {
      has_zero_byte_ = has_zero_byte_ || text->find('\0') != std::string::npos;
      pointers_.push_back(text->c_str());
    } else if (const auto* number = std::get_if<std::int64_t>(&arg)) {
      pointers_.push_back(numbers_.emplace_back(std::to_string(*number)).c_str());
    } else if (const auto* real = std::get_if<double>(&arg)) {
      pointers_.push_back(numbers_.emplace_back(number_text(*real)).c_str());
    } else {
      pointers_.push_back(nullptr);
    }
  }

  std::vector<std::string> numbers_;
  std::vector<const char*> pointers_;
  bool has_zero_byte_ = false;
};

bool is_success(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

Row read_row(const PGresult* result, int row) {
  const int columns = PQnfields(result);
  std::vector<Value> cells;
  cells.reserve(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) {
    if (PQgetisnull(result, row, column) != 0) {
      cells.emplace_back(std::monostate{});
    } else {
      const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
      cells.emplace_back(std::in_place_type<std::string>, PQgetvalue(result, row, column), size);
    }
  }
  return Row(std::move(cells));
}

}  // namespace

base::Result<const char*> PostgresSession::prepared(const Statement& statement) {
  if (const auto found = prepared_.find(statement.postgres); found != prepared_.end()) return found->second.c_str();
  if (prepared_.size() >= most_prepared) {
    RETURN_IF_FAILED(run_script("session.forget_statements", "DEALLOCATE ALL"));
    prepared_.clear();
  }
  std::string name = "s" + std::to_string(++prepared_count_);
  const std::string sql = with_dollar_parameters(statement.postgres);
  const PostgresResult result(PQprepare(handle_, name.c_str(), sql.c_str(), 0, nullptr));
  if (!is_success(result.get())) return base::failure(failed(statement.name, result.get()));
  return prepared_.emplace(statement.postgres, std::move(name)).first->second.c_str();
}

void PostgresSession::forget(const Statement& statement) {
  if (const auto found = prepared_.find(statement.postgres); found != prepared_.end()) prepared_.erase(found);
}

base::Result<PostgresResult> PostgresSession::run_prepared(const Statement& statement, const std::vector<Value>& args) {
  const TextArguments texts(args);
  if (texts.has_zero_byte()) {
    return base::failure(db_problem(db_failed, database(), statement.name,
                                    "a text to be written holds a zero byte, which PostgreSQL cannot store"));
  }
  for (bool is_second_try = false;; is_second_try = true) {
    ASSIGN_OR_RETURN(const char* const name, prepared(statement));
    PostgresResult result(PQexecPrepared(handle_, name, texts.count(), texts.pointers(), nullptr, nullptr, 0));
    if (is_success(result.get())) return result;
    auto problem = failed(statement.name, result.get());
    if (!is_stale_statement(result.get())) return base::failure(std::move(problem));
    forget(statement);
    if (is_second_try || in_transaction()) return base::failure(std::move(problem));
  }
}

base::Result<std::int64_t> PostgresSession::execute(const Statement& statement, const std::vector<Value>& args) {
  ASSIGN_OR_RETURN(const auto result, run_prepared(statement, args));
  // For an answer with rows the server counts those, unless the statement changed them.
  if (std::string_view(PQcmdStatus(result.get())).starts_with("SELECT")) return 0;
  return std::int64_t{std::strtoll(PQcmdTuples(result.get()), nullptr, 10)};
}

base::Result<std::vector<Row>> PostgresSession::query(const Statement& statement, const std::vector<Value>& args) {
  ASSIGN_OR_RETURN(const auto result, run_prepared(statement, args));
  const int count = PQntuples(result.get());
  std::vector<Row> rows;
  rows.reserve(static_cast<std::size_t>(count));
  for (int row = 0; row < count; ++row) rows.push_back(read_row(result.get(), row));
  return rows;
}

}  // namespace platform::db
