#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <tuple>

#include "integration/imports/background_fixture.h"
#include "platform/storage/object_store.h"
#include "support/s3_server.h"

namespace test {

/// Two programs that take uploads, as they stand behind a proxy, on one database engine and one kind of storage. On S3
/// they may be two machines: all they share is the database and the service.
class UploadsTest : public ::testing::TestWithParam<std::tuple<Engine, bool>> {
 protected:
  struct Program {
    Program(const FreshDatabase& fresh, platform::storage::ObjectStore store, std::filesystem::path at)
        : folder(std::move(at)), database(fresh.open("imports")), storage(std::move(store)) {}
    std::filesystem::path folder;
    platform::db::Database database;
    platform::storage::ObjectStore storage;
    imports::UploadService uploads{database, folder / "uploads", &storage};
  };

  void SetUp() override {
    fresh_ = std::make_unique<FreshDatabase>(std::get<Engine>(GetParam()));
    auto database = fresh_->open("imports");
    must(platform::db::Migrator(database).up());
    options_ = s3_options(folder_ / "cache");
    for (const std::string name : {"one", "two"}) programs_.push_back(program(name));
  }
  void TearDown() override {
    programs_.clear();
    fresh_.reset();
  }

  static bool on_s3() { return std::get<bool>(GetParam()); }
  imports::UploadService& uploads() { return programs_.front()->uploads; }
  /// The other program's.
  imports::UploadService& others() { return programs_.back()->uploads; }

  /// Whether nothing of any upload is left.
  bool is_clean() {
    bool is_clean = true;
    must(programs_.front()->storage.list("imports/uploads/", [&](const auto&) -> base::Result<> {
      is_clean = false;
      return {};
    }));
    for (const auto& program : programs_) {
      const auto folder = program->folder / "uploads";
      is_clean = is_clean && (!std::filesystem::exists(folder) || std::filesystem::is_empty(folder));
    }
    return is_clean;
  }
  platform::storage::ObjectStore& storage() { return programs_.front()->storage; }

 private:
  std::unique_ptr<Program> program(const std::string& name) {
    // Programs that share a directory or an SQLite database stand on one machine.
    const bool is_apart = on_s3() && std::get<Engine>(GetParam()) == Engine::postgres;
    const auto at = folder_ / (is_apart ? name : "shared");
    auto options = options_;
    options.cache_folder = at / "cache";
    return std::make_unique<Program>(*fresh_,
                                     on_s3() ? platform::storage::ObjectStore::on_s3(std::move(options))
                                             : must(platform::storage::ObjectStore::open(at / "storage")),
                                     at);
  }

  TemporaryFolder folder_;
  platform::storage::S3Options options_;
  std::unique_ptr<FreshDatabase> fresh_;
  std::vector<std::unique_ptr<Program>> programs_;
};

inline std::string upload_place(const ::testing::TestParamInfo<std::tuple<Engine, bool>>& place) {
  const auto [engine, is_s3] = place.param;
  return std::string(engine == Engine::sqlite ? "Sqlite" : "Postgres") + (is_s3 ? "S3" : "Directory");
}

}  // namespace test
