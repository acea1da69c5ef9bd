#include "ops/release/release_book.h"

#include <algorithm>

#include "ops/release/release_store.h"
#include "platform/db/migrations.h"

namespace ops::release {
namespace {

constexpr std::string_view lock_name = "release";
constexpr std::string_view own_migration = "releases";

/// Only as far as this needs it, which takes nothing away from the version at work.
base::Result<> prepare(platform::db::Database& main) {
  const auto migrations = platform::db::migrations_of("main", main.engine());
  const auto own = std::ranges::find(migrations, own_migration, &platform::db::Migration::name);
  RETURN_IF_FAILED(platform::db::Migrator(main).up(own->version));
  return {};
}

}  // namespace

base::Result<ReleaseBook> ReleaseBook::open(platform::db::Database& main) {
  ASSIGN_OR_RETURN(const auto connection, main.acquire());
  ASSIGN_OR_RETURN(const bool is_prepared, store::is_prepared(*connection));
  if (!is_prepared) RETURN_IF_FAILED(prepare(main));
  return ReleaseBook(main);
}

base::Result<> ReleaseBook::lock() {
  ASSIGN_OR_RETURN(session_, main_->connect());
  ASSIGN_OR_RETURN(lock_, platform::db::NamedLock::try_take(*main_, *session_, lock_name));
  if (lock_) return {};
  ASSIGN_OR_RETURN(const auto newest, list("", 1));
  const bool is_known = !newest.empty() && newest.front().is_open();
  return base::failure(release_locked,
                       is_known ? newest.front().started_by + " is releasing " + newest.front().version + " since " +
                                      newest.front().started_at.to_string().substr(0, 19) + "Z."
                                : "Somebody else is about to release.",
                       "Wait until that release has ended; `releases list` shows it.");
}

base::Result<> ReleaseBook::begin(const Release& release) {
  ASSIGN_OR_RETURN(const auto connection, main_->acquire());
  return store::insert(*connection, release);
}

base::Result<> ReleaseBook::update(const Release& release) {
  ASSIGN_OR_RETURN(const auto connection, main_->acquire());
  return store::update(*connection, release);
}

base::Result<> ReleaseBook::note(const Release& release, const Step& step) {
  ASSIGN_OR_RETURN(const auto connection, main_->acquire());
  return store::put_step(*connection, release.id, step);
}

base::Result<std::vector<Release>> ReleaseBook::list(std::string_view project, std::int64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, main_->acquire());
  return store::list(*connection, project, limit);
}

base::Result<std::vector<Step>> ReleaseBook::steps(base::Uuid release) {
  ASSIGN_OR_RETURN(const auto connection, main_->acquire());
  return store::steps(*connection, release);
}

base::Result<std::optional<Release>> ReleaseBook::unfinished(std::string_view project) {
  ASSIGN_OR_RETURN(const auto all, list(project));
  const auto found = std::ranges::find_if(all, &Release::is_open);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

base::Result<std::optional<std::string>> ReleaseBook::previous_version(std::string_view project,
                                                                       std::string_view present) {
  ASSIGN_OR_RETURN(const auto all, list(project));
  for (const Release& one : all) {
    if (one.state != ReleaseState::finished) continue;
    if (one.version != present) return std::optional(one.version);
    // What a rollback came from is what was just left behind.
    if (one.kind == Kind::release && one.previous != present) return std::optional(one.previous);
  }
  return std::optional<std::string>{};
}

base::Result<std::optional<Release>> ReleaseBook::barrier_to(std::string_view project, std::string_view version) {
  ASSIGN_OR_RETURN(const auto all, list(project));
  const auto found = std::ranges::find_if(all, [&](const Release& one) {
    return !one.contract_after.empty() && (is_older(version, one.contract_after) || !begins_with_number(version));
  });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace ops::release
