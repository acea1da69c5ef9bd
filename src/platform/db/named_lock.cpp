#include "platform/db/named_lock.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "platform/db/connection_impl.h"
#include "platform/db/lock_file.h"

namespace platform::db {

namespace {

constexpr Statement take_statement{"db.lock.take", "", "SELECT pg_try_advisory_lock(hashtextextended(:p1, 0))"};
constexpr Statement release_statement{"db.lock.release", "", "SELECT pg_advisory_unlock(hashtextextended(:p1, 0))"};
constexpr std::size_t longest_file_part = 100;

bool may_stand_in_file_name(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/// The name with what a file name cannot hold replaced, kept apart from others by a number made from the whole of it.
std::string file_part(std::string_view name) {
  std::string part(name.substr(0, longest_file_part));
  std::replace_if(
      part.begin(), part.end(), [](char c) { return !may_stand_in_file_name(c); }, '_');
  if (part == name) return part;
  std::uint64_t hash = 14'695'981'039'346'656'037U;  // FNV-1a: the same in every process and every build
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return part + '-' + std::to_string(hash);
}

}  // namespace

struct NamedLock::Impl {
  Impl(Connection& holder, std::string lock_name) : connection(holder), name(std::move(lock_name)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    // A session that is lost has freed its locks already.
    if (!file && !connection.impl().is_broken()) static_cast<void>(connection.query(release_statement, name));
  }

  Connection& connection;
  std::string name;
  std::optional<LockFile> file;
};

NamedLock::NamedLock(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
NamedLock::NamedLock(NamedLock&&) noexcept = default;
NamedLock& NamedLock::operator=(NamedLock&&) noexcept = default;
NamedLock::~NamedLock() = default;

base::Result<std::optional<NamedLock>> NamedLock::try_take(const Database& database, Connection& connection,
                                                           std::string_view name) {
  if (database.engine() == Engine::sqlite) {
    ASSIGN_OR_RETURN(auto file, LockFile::try_take(connection.impl().file() + "." + file_part(name) + ".lock"));
    if (!file) return std::optional<NamedLock>{};
    auto impl = std::make_unique<Impl>(connection, std::string(name));
    impl->file = std::move(file);
    return std::optional<NamedLock>(NamedLock(std::move(impl)));
  }
  ASSIGN_OR_RETURN(const auto row, connection.query_one(take_statement, name));
  if (!row || row->integer(0) == 0) return std::optional<NamedLock>{};
  return std::optional<NamedLock>(NamedLock(std::make_unique<Impl>(connection, std::string(name))));
}

}  // namespace platform::db
