#include <array>
#include <charconv>
#include <optional>

#include "platform/db/bulk_load_impl.h"
#include "platform/db/postgres_session.h"
#include "platform/db/sql_text.h"

namespace platform::db {

namespace {

constexpr std::size_t buffer_size = 256 * 1024;

/// The letter that stands for a character in COPY's text format; '\0' when it stands for itself.
constexpr char escape_letter(char c) {
  switch (c) {
    case '\\':
      return '\\';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return '\0';
  }
}

/// COPY ... FROM STDIN in text format, sent a quarter of a megabyte at a time.
class PostgresBulkLoad final : public BulkLoad::Impl {
 public:
  PostgresBulkLoad(PostgresSession& session, std::string name, std::size_t columns)
      : Impl(columns), session_(session), name_(std::move(name)) {
    buffer_.reserve(buffer_size + buffer_size / 8);
  }
  ~PostgresBulkLoad() override {
    if (!ended_) end("the load was abandoned");
  }

  void text(std::string_view value) override {
    separate();
    std::size_t plain = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const char letter = escape_letter(value[i]);
      if (letter == '\0') continue;
      buffer_.append(value, plain, i - plain);
      buffer_ += '\\';
      buffer_ += letter;
      plain = i + 1;
    }
    buffer_.append(value, plain);
  }

  void integer(std::int64_t value) override {
    separate();
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    buffer_.append(digits.data(), end.ptr);
  }

  void null() override {
    separate();
    buffer_ += "\\N";
  }

  void end_row() override {
    buffer_ += '\n';
    row_is_empty_ = true;
    if (buffer_.size() >= buffer_size) send();
  }

  base::Result<std::int64_t> finish() override {
    send();
    return end(nullptr);
  }

 private:
  void separate() {
    if (!row_is_empty_) buffer_ += '\t';
    row_is_empty_ = false;
  }

  // A refusal is learnt from the server's answer at the end.
  void send() {
    if (!buffer_.empty() && !is_lost_) {
      is_lost_ = PQputCopyData(session_.handle(), buffer_.data(), static_cast<int>(buffer_.size())) != 1;
    }
    buffer_.clear();
  }

  base::Result<std::int64_t> end(const char* reason) {
    ended_ = true;
    PQputCopyEnd(session_.handle(), reason);
    return session_.finish_command(name_);
  }

  PostgresSession& session_;
  std::string name_;
  std::string buffer_;
  bool row_is_empty_ = true;
  bool is_lost_ = false;
  bool ended_ = false;
};

}  // namespace

base::Result<BulkLoad> PostgresSession::bulk_load(std::string_view table,
                                                  const std::vector<std::string_view>& columns) {
  std::string name = "load " + std::string(table);
  const std::string sql = "COPY " + quoted_name(table) + " " + column_list(columns) + " FROM STDIN";
  RETURN_IF_FAILED(run(name, sql, PGRES_COPY_IN));
  return BulkLoad(std::make_unique<PostgresBulkLoad>(*this, std::move(name), columns.size()));
}

}  // namespace platform::db
