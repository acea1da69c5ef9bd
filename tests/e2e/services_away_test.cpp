// PostgreSQL, Redis and the S3 store stopped and started again under load: clear answers meanwhile, and afterwards all
// goes on without a restart.
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "support/free_port.h"
#include "support/postgres_server.h"
#include "support/redis_server.h"
#include "support/running_server.h"
#include "support/s3_server.h"

namespace {

namespace json = boost::json;
using test::number_at;
using test::text_at;

/// Longer than the slowest machine needs.
bool comes_true(const std::function<bool()>& condition, std::chrono::seconds within = std::chrono::seconds(60)) {
  return test::comes_true(condition, within);
}

class ServicesAway : public ::testing::Test {
 protected:
  ServicesAway() {
    for (const auto& [variable, name] : std::map<std::string, std::string>{{"DATABASE_URL", "main"},
                                                                           {"DB_CATALOG_URL", "catalog"},
                                                                           {"DB_IMPORTS_URL", "imports"},
                                                                           {"DB_MEDIA_URL", "media"},
                                                                           {"DB_CODE2ASIN_URL", "code2asin"},
                                                                           {"DB_ANALYTICS_URL", "analytics"}})
      installation_.set(variable, postgres_.make_database(name));
    installation_.set("DATABASE_POOL_TIMEOUT", "2");
    installation_.set("REDIS_URL", redis_.url());
    installation_.set("MINIO_ENDPOINT", s3_.endpoint());
    installation_.set("MINIO_ACCESS_KEY", test::s3_variable("TEST_S3_ACCESS_KEY"));
    installation_.set("MINIO_SECRET_KEY", test::s3_variable("TEST_S3_SECRET_KEY"));
    installation_.set("ADMIN_PASSWORD", test::administrator_password);
    installation_.set("RATE_LIMIT_SIGNED_IN", "0");
    server_.emplace(installation_);
    client_.emplace(server_->signed_in());
  }

  const test::HttpClient& client() const { return *client_; }

  std::string start_import(const std::string& supplier, int rows) const {
    std::string list = "sku;name;price;stock\n";
    for (int row = 0; row < rows; ++row)
      list += supplier + std::to_string(row) + ";Thing " + std::to_string(row) + ";1,20;5\n";
    const auto import = client().send("POST", "/api/v1/imports?supplier=" + supplier + "&file_name=list.csv", list,
                                      {{"Content-Type", "text/csv"}});
    if (import.status != 202) throw std::runtime_error("not started: " + import.body);
    return text_at(import.json(), "id");
  }
  bool has_finished(const std::string& import, int rows) const {
    const auto answer = client().get("/api/v1/imports/" + import);
    if (answer.status != 200 || text_at(answer.json(), "status") != "finished") return false;
    EXPECT_EQ(number_at(answer.json(), {"ledger", "created"}), rows);
    return true;
  }
  std::string health_of(const std::string& service) const {
    const auto answer = client().get("/api/v1/multidb/health").json();
    return text_at(answer.at("services"), service);
  }

  /// Readers and a writer at work while `what` happens. Gives the statuses they got.
  std::map<unsigned, int> under_load(const std::function<void()>& what) {
    std::atomic<bool> is_over{false};
    std::mutex mutex;
    std::map<unsigned, int> statuses;
    const auto note = [&](const test::HttpAnswer& answer) {
      const std::lock_guard lock(mutex);
      ++statuses[answer.status];
      if (answer.status != 503) return;
      EXPECT_FALSE(answer.header("Retry-After").empty()) << answer.body;
      EXPECT_FALSE(answer.problem().empty()) << answer.body;
    };
    std::vector<std::jthread> threads;
    for (int reader = 0; reader < 2; ++reader) {
      threads.emplace_back([&] {
        for (int i = 0; !is_over; ++i)
          note(client().get("/api/v1/products?limit=5&search=thing" + std::to_string(i % 7)));
      });
    }
    threads.emplace_back([&] {
      for (int i = 0; !is_over; ++i) {
        const std::string code = "w" + std::to_string(written_.size()) + "x" + std::to_string(i);
        const auto made = client().post("/api/v1/suppliers", {{"code", code}, {"name", code}});
        note(made);
        if (made.status == 201) written_.insert(code);
      }
    });
    what();
    is_over = true;
    threads.clear();
    return statuses;
  }

  test::OwnPostgresServer postgres_;
  test::RedisServer redis_;
  test::OwnS3Server s3_;
  test::Installation installation_{test::Engine::sqlite};
  std::optional<test::RunningServer> server_;
  std::optional<test::HttpClient> client_;
  std::set<std::string> written_;  ///< acknowledged suppliers
};

TEST_F(ServicesAway, PostgresComesBackAndNothingAcknowledgedIsLost) {
  constexpr int rows = 20'000;
  const std::string import = start_import("alpha", rows);
  const auto statuses = under_load([&] {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    postgres_.stop();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    EXPECT_EQ(client().get("/health").status, 200U) << "alive, whatever it depends on";
    EXPECT_EQ(client().get("/health/ready").status, 200U) << "a proxy need not look elsewhere for two seconds' sake";
    EXPECT_TRUE(comes_true([&] { return client().get("/health/ready").status == 503; }));
    EXPECT_EQ(client().get("/api/v1/suppliers").status, 503U);
    postgres_.start();
    EXPECT_TRUE(comes_true([&] { return client().get("/health/ready").status == 200; }));
    std::this_thread::sleep_for(std::chrono::seconds(1));
  });
  for (const auto& [status, count] : statuses)
    EXPECT_TRUE(status == 200 || status == 201 || status == 503) << count << " times " << status;
  EXPECT_GT(statuses.at(200), 0);
  EXPECT_GT(statuses.at(503), 0);
  ASSERT_FALSE(written_.empty());
  for (const std::string& code : written_) EXPECT_EQ(client().get("/api/v1/suppliers/" + code).status, 200U) << code;
  EXPECT_TRUE(comes_true([&] { return has_finished(import, rows); }, std::chrono::seconds(180)))
      << client().get("/api/v1/imports/" + import).body;
}

TEST_F(ServicesAway, AProcessThatStartsBeforePostgreSqlWaitsForIt) {
  postgres_.stop();
  const unsigned short port = test::free_port();
  const auto start = [&] {
    auto process = installation_.start({"worker"}, {{"WORKER_PORT", std::to_string(port)}});
    EXPECT_TRUE(comes_true([&] { return process->err().find("trying again") != std::string::npos; })) << process->err();
    return process;
  };
  const auto ended = start();
  ended->kill(SIGTERM);
  EXPECT_TRUE(ended->ends_within(std::chrono::seconds(10))) << "who waits is told to end as well";
  const auto waiting = start();
  postgres_.start();
  EXPECT_TRUE(comes_true([&] { return waiting->out().find("The worker is at work") != std::string::npos; }))
      << waiting->err();
  EXPECT_TRUE(comes_true([&] { return test::HttpClient(port).get("/health/ready").status == 200; }));
  waiting->kill(SIGTERM);
  EXPECT_EQ(waiting->wait().exit_code, 0);
}

TEST_F(ServicesAway, RedisIsMissedByNobody) {
  EXPECT_TRUE(comes_true([&] { return health_of("redis") == "healthy"; }));
  const auto statuses = under_load([&] {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    redis_.stop();
    EXPECT_TRUE(comes_true([&] { return health_of("redis") == "unhealthy"; }));
    const std::string import = start_import("beta", 50);
    EXPECT_TRUE(comes_true([&] { return has_finished(import, 50); }));
    EXPECT_EQ(client().get("/health/ready").status, 200U);
    redis_.start();
    EXPECT_TRUE(comes_true([&] { return health_of("redis") == "healthy"; }));
  });
  for (const auto& [status, count] : statuses)
    EXPECT_TRUE(status == 200 || status == 201) << count << " times " << status;
}

TEST_F(ServicesAway, TheStoreOfFilesComesBack) {
  const std::string before = start_import("gamma", 50);
  EXPECT_TRUE(comes_true([&] { return has_finished(before, 50); }));
  const auto statuses = under_load([&] {
    s3_.kill();
    const auto refused = client().send("POST", "/api/v1/imports?supplier=gamma&file_name=list.csv", "sku;name\n1;a\n",
                                       {{"Content-Type", "text/csv"}});
    EXPECT_EQ(refused.status, 503U) << refused.body;
    EXPECT_EQ(refused.problem(), "storage.unavailable");
    EXPECT_TRUE(comes_true([&] { return health_of("minio") == "unhealthy"; }));
    s3_.start();
  });
  for (const auto& [status, count] : statuses)
    EXPECT_TRUE(status == 200 || status == 201) << count << " times " << status << ": the catalogue needs no files";
  const std::string after = start_import("gamma2", 50);
  EXPECT_TRUE(comes_true([&] { return has_finished(after, 50); }));
  EXPECT_TRUE(comes_true([&] { return health_of("minio") == "healthy"; }));
}

}  // namespace
