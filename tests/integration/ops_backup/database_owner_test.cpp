// Backups by the user that owns the databases and is no superuser, as in the containers.
#include "ops/backup/backups.h"
#include "platform/crypto/random.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace {

using test::must;

void as_superuser(const std::string& url, const std::string& sql) {
  auto database = must(platform::db::Database::open("server", url));
  must(must(database.connect())->execute_script("test.server", sql));
}

/// A user who may make databases, and nothing more.
class Owner {
 public:
  Owner() { as_superuser(test::postgres_url(), "CREATE ROLE " + name_ + " LOGIN CREATEDB PASSWORD '" + name_ + "'"); }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
  ~Owner() {
    try {
      as_superuser(test::postgres_url(), "DROP ROLE " + name_);
    } catch (const std::exception& error) {
      ADD_FAILURE() << "the test's user could not be dropped: " << error.what();
    }
  }
  const std::string& name() const { return name_; }
  std::string url_of(const std::string& url) const {
    return "postgresql://" + name_ + ":" + name_ + url.substr(url.find('@'));
  }

 private:
  const std::string name_ = "owner_" + platform::crypto::random_letters(12);
};

TEST(BackupByTheOwner, IsProvenThoughASuperuserWatchesTheDatabaseWithAnExtension) {
  const Owner owner;
  const test::FreshDatabase fresh(test::Engine::postgres);
  const std::string name = fresh.url().substr(fresh.url().rfind('/') + 1);
  as_superuser(fresh.url(), "ALTER DATABASE \"" + name + "\" OWNER TO " + owner.name());
  as_superuser(fresh.url(), "CREATE EXTENSION pg_stat_statements");
  auto main = must(platform::db::Database::open("main", owner.url_of(fresh.url())));
  must(platform::db::Migrator(main).up());
  const test::TemporaryFolder folder;
  auto storage = must(platform::storage::ObjectStore::open(folder / "storage"));
  backup::BackupOptions options;
  options.folder = folder / "backups";
  options.work_below = folder / "work";
  options.sources = {{"main", owner.url_of(fresh.url())}};
  backup::Backups backups(options, main, storage);
  const auto made = must(backups.run({"ana", "1.2.3"}, {}));
  EXPECT_GT(must(backups.verify(made.manifest.id, std::nullopt, {})).tables, 0U);
}

}  // namespace
