#include "platform/db/databases.h"

#include <optional>
#include <utility>

namespace platform::db {

namespace {

/// Opens databases one by one and gathers what is wrong with any of them.
class Opener {
 public:
  explicit Opener(const config::Settings& settings) : settings_(settings) {}

  std::optional<Database> open(std::string_view name, const config::DatabaseSettings& database) {
    PoolOptions options;
    options.size = database.pool_size;
    options.wait_limit = settings_.pool_timeout;
    options.recycle_after = settings_.pool_recycle;
    auto opened = Database::open(std::string(name), database.url, options);
    if (opened) return *std::move(opened);
    if (problem_) {
      problem_->message += '\n' + opened.error().message;
    } else {
      problem_ = std::move(opened).error();
    }
    return std::nullopt;
  }

  const std::optional<base::Problem>& problem() const { return problem_; }

 private:
  const config::Settings& settings_;
  std::optional<base::Problem> problem_;
};

}  // namespace

base::Result<Databases> Databases::open(const config::Settings& settings) {
  Opener opener(settings);
  auto main = opener.open("main", settings.main);
  auto catalog = opener.open("catalog", settings.catalog);
  auto imports = opener.open("imports", settings.imports);
  auto media = opener.open("media", settings.media);
  auto code2asin = opener.open("code2asin", settings.code2asin);
  auto analytics = opener.open("analytics", settings.analytics);
  if (opener.problem()) return base::failure(*opener.problem());
  return Databases{*std::move(main),  *std::move(catalog),   *std::move(imports),
                   *std::move(media), *std::move(code2asin), *std::move(analytics)};
}

Database* Databases::find(std::string_view name) {
  for (auto* const database : all()) {
    if (database->name() == name) return database;
  }
  return nullptr;
}

}  // namespace platform::db
