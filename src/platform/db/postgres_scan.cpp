#include <array>

#include "base/text.h"
#include "platform/db/postgres_session.h"

namespace platform::db {

namespace {

struct FreeMemory {
  void operator()(char* memory) const { PQfreemem(memory); }
};

/// Stops the server's sending when the reader of the rows throws, so that the session can be used again.
class CopyGuard {
 public:
  explicit CopyGuard(PostgresSession& session) : session_(session) {}
  CopyGuard(const CopyGuard&) = delete;
  CopyGuard& operator=(const CopyGuard&) = delete;
  ~CopyGuard() {
    if (ended_) return;
    const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(session_.handle()), &PQfreeCancel);
    std::array<char, 256> reason{};
    if (cancel) PQcancel(cancel.get(), reason.data(), static_cast<int>(reason.size()));
    char* row = nullptr;
    while (PQgetCopyData(session_.handle(), &row, 0) > 0) PQfreemem(row);
    static_cast<void>(session_.finish_command("session.cancel"));
  }
  void ended() { ended_ = true; }

 private:
  PostgresSession& session_;
  bool ended_ = false;
};

char unescaped(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return letter;
  }
}

/// Cuts one row of COPY's text format into cells, undoing the escapes in place: they only ever shrink.
void cut_row(char* row, std::size_t size, std::vector<std::string_view>& cells) {
  cells.clear();
  const char* read = row;
  const char* end = row + size;
  if (read != end && end[-1] == '\n') --end;
  char* write = row;
  char* cell = row;
  bool is_null = false;
  const auto close = [&] {
    cells.push_back(is_null ? std::string_view{} : std::string_view{cell, static_cast<std::size_t>(write - cell)});
    cell = ++write;  // one past the separator, never past `read`
    is_null = false;
  };
  for (; read != end; ++read) {
    if (*read == '\t') {
      close();
    } else if (*read == '\\' && read + 1 != end) {
      ++read;
      if (*read == 'N') {
        is_null = true;
      } else {
        *write++ = unescaped(*read);
      }
    } else {
      *write++ = *read;
    }
  }
  close();
}

std::string copy_out(std::string_view query) {
  query = base::trim(query);
  while (!query.empty() && query.back() == ';') query = base::trim(query.substr(0, query.size() - 1));
  return "COPY (" + std::string(query) + "\n) TO STDOUT";
}

}  // namespace

// COPY sends rows faster than a SELECT and in memory that does not grow with their number.
base::Result<> PostgresSession::scan(const Statement& statement,
                                     const std::function<void(const std::vector<std::string_view>&)>& each) {
  RETURN_IF_FAILED(run(statement.name, copy_out(statement.postgres), PGRES_COPY_OUT));
  CopyGuard guard(*this);
  std::vector<std::string_view> cells;
  int size = 0;
  char* raw = nullptr;
  while ((size = PQgetCopyData(handle_, &raw, 0)) > 0) {
    const std::unique_ptr<char, FreeMemory> row(raw);
    cut_row(row.get(), static_cast<std::size_t>(size), cells);
    each(cells);
  }
  guard.ended();
  RETURN_IF_FAILED(finish_command(statement.name));
  return {};
}

}  // namespace platform::db
