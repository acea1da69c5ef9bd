#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "domain/imports/imports_tasks.h"
#include "domain/imports/uploads.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace test {

/// Gives a text in pieces, as a connection would; fails at its end when the connection is to break.
inline imports::ByteReader sending(std::string text, bool breaks = false, std::size_t pieces_of = 1'000) {
  return [=, at = std::size_t{0}](std::span<char> out) mutable -> base::Result<std::size_t> {
    const std::size_t count = std::min({pieces_of, out.size(), text.size() - at});
    if (count == 0 && breaks) return base::failure(base::internal_error, "The connection broke.", "Connect again.");
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
    at += count;
    return count;
  };
}

/// The three databases and services an import in the background needs, on one engine.
class BackgroundTest : public ::testing::TestWithParam<Engine> {
 protected:
  struct House {
    explicit House(Engine engine) : main_fresh(engine), catalog_fresh(engine), imports_fresh(engine) {
      for (platform::db::Database* database : {&main, &catalog, &imports_database})
        must(platform::db::Migrator(*database).up());
    }
    FreshDatabase main_fresh, catalog_fresh, imports_fresh;
    TemporaryFolder folder;
    platform::db::Database main = main_fresh.open("main");
    platform::db::Database catalog = catalog_fresh.open("catalog");
    platform::db::Database imports_database = imports_fresh.open("imports");
    platform::storage::ObjectStore storage = must(platform::storage::ObjectStore::open(folder / "storage"));
    suppliers::SupplierService suppliers{catalog};
    imports::ImportService imports{imports_database, catalog, suppliers, storage};
    imports::UploadService uploads{imports_database, folder / "storage" / "uploads"};
    platform::queue::JobQueue queue{main};
    platform::events::EventBus events;
    imports::BackgroundImports background{imports, suppliers, uploads, queue, events};
  };

  void SetUp() override { house_ = std::make_unique<House>(GetParam()); }
  void TearDown() override { house_.reset(); }

  House& house() { return *house_; }
  imports::UploadService& uploads() { return house_->uploads; }
  imports::BackgroundImports& background() { return house_->background; }

  static std::string price_list(int rows, int price = 10) {
    std::string text = "Reference;Designation;Prix HT;Stock\n";
    for (int i = 1; i <= rows; ++i) {
      text += "REF-" + std::to_string(i) + ";Article " + std::to_string(i) + ";" + std::to_string(price + i % 90) +
              ",50;" + std::to_string(i % 40) + "\n";
    }
    return text;
  }
  base::Uuid uploaded(const std::string& text, const std::string& name = "prices.csv") {
    return must(uploads().take_in({.file_name = name}, sending(text))).id;
  }
  imports::ImportState started(const std::string& text, bool dry_run = false) {
    return started(text, dry_run, catalog::MergeMode::partial);
  }
  imports::ImportState started(const std::string& text, bool dry_run, catalog::MergeMode mode) {
    return must(
        background().start({.upload_id = uploaded(text), .supplier = "alpha", .mode = mode, .dry_run = dry_run}));
  }
  /// Does the next queued import as a worker would.
  void work(const std::function<void(platform::queue::JobContext&)>& prepare = {}) {
    auto job = must(house_->queue.lease("imports", "test", std::chrono::seconds(30)));
    if (!job) throw std::runtime_error("no import was waiting");
    platform::queue::JobContext context(house_->queue, *std::move(job), std::chrono::seconds(30));
    if (prepare) prepare(context);
    settle(context, background().run(context));
    background().handler().on_end({context.job(), {}, {}});
  }
  void settle(platform::queue::JobContext& context, const base::Result<std::string>& result) {
    if (result) return must(house_->queue.finish(context.ticket(), *result));
    if (result.error().kind != &platform::queue::job_stopped) {
      must(house_->queue.fail(context.ticket(), result.error(), background().handler().judge(result.error())));
      return;
    }
    must(context.is_cancelled() ? house_->queue.finish_cancelled(context.ticket())
                                : house_->queue.release(context.ticket()));
  }
  imports::ImportState state(base::Uuid id) { return must(background().find(id)); }

 private:
  std::unique_ptr<House> house_;
};

}  // namespace test
