#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "domain/suppliers/sources_routes.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"
#include "support/http_call.h"
#include "support/local_server.h"

namespace test {

/// Sources on one engine, of the suppliers alpha and beta; sources may be on this machine.
class SourcesTest : public ::testing::TestWithParam<Engine> {
 protected:
  struct House {
    explicit House(Engine engine) : main_fresh(engine), catalog_fresh(engine), imports_fresh(engine) {
      for (platform::db::Database* database : {&main, &catalog, &imports}) must(platform::db::Migrator(*database).up());
      for (const char* code : {"alpha", "beta"}) must(suppliers.ensure(code));
    }

    FreshDatabase main_fresh, catalog_fresh, imports_fresh;
    TemporaryFolder folder;
    platform::db::Database main = main_fresh.open("main");
    platform::db::Database catalog = catalog_fresh.open("catalog");
    platform::db::Database imports = imports_fresh.open("imports");
    platform::crypto::Sealer sealer{"today's secret", "yesterday's secret"};
    platform::client::AddressRules rules = must(platform::client::AddressRules::from("127.0.0.1"));
    platform::client::HttpClient client{rules};
    suppliers::SupplierService suppliers{catalog};
    std::filesystem::path watched = folder / "watched";
    suppliers::SourceService sources{imports, suppliers, sealer, rules, {watched}};
    platform::queue::JobQueue queue{main};
    std::vector<suppliers::FetchedFile> handed_over{};
    std::vector<std::string> contents{};
    bool has_last_import_failed = false;
    suppliers::SourceFetcher fetcher{sources, suppliers, client, queue, folder / "fetched", hand_over()};
    std::vector<std::string> audited{};
    std::string audit_text{};

    suppliers::ImportHandOver hand_over() {
      return {[this](const suppliers::FetchedFile& file) -> base::Result<base::Uuid> {
                std::ifstream in(file.path, std::ios::binary);
                contents.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
                handed_over.push_back(file);
                return base::Uuid::generate();
              },
              [this](base::Uuid) -> base::Result<bool> { return has_last_import_failed; }};
    }
    Calls calls() {
      return Calls(suppliers::source_routes({sources, suppliers, fetcher, client,
                                             [this](const auto&, std::string_view action, std::string_view,
                                                    std::string_view before, std::string_view after) {
                                               audited.emplace_back(action);
                                               audit_text.append(before).append(after);
                                             }}));
    }
  };

  void SetUp() override { house_ = std::make_unique<House>(GetParam()); }
  void TearDown() override { house_.reset(); }
  House& house() { return *house_; }
  suppliers::SourceService& sources() { return house_->sources; }

  suppliers::Source made(const std::string& url, suppliers::SecretChanges secrets = {}, std::string more = {}) {
    return must(sources().create({.supplier = "alpha",
                                  .kind = "http",
                                  .config = R"({"url": ")" + url + "\"" + more + "}",
                                  .secrets = std::move(secrets)}));
  }

  /// Queues a fetch and does it as a worker would; gives its result.
  base::Result<boost::json::value> fetched(const suppliers::Source& source, bool force = false) {
    must(house().fetcher.enqueue(source.id, force, "tester"));
    auto job = must(house().queue.lease(suppliers::fetch_queue, "test", std::chrono::seconds(30)));
    if (!job) throw std::runtime_error("no fetch was waiting");
    platform::queue::JobContext context(house().queue, *std::move(job), std::chrono::seconds(30));
    const auto result = house().fetcher.handler().handler(context);
    must(house().queue.finish(context.ticket(), result ? *result : "{}"));
    if (!result) return base::failure(result.error());
    return boost::json::parse(*result);
  }

  /// The connection test of a source over HTTP, as an administrator sees it.
  boost::json::value tested(const suppliers::Source& source) {
    return house().calls().post("/sources/" + source.id.to_string() + "/test", "").json();
  }
  /// Of the problem that a connection test names; "" when there is none.
  static std::string code_in(const boost::json::value& check) {
    const auto& problem = check.at("problem");
    return problem.is_null() ? std::string{} : std::string(problem.at("code").as_string());
  }

 private:
  std::unique_ptr<House> house_;
};

}  // namespace test
