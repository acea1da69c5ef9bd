// An api, two workers and two schedulers under load, one of them killed every few hundred milliseconds. FAULT_SECONDS
// says how long.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "support/running_role.h"

namespace {

namespace json = boost::json;
using test::number_at;
using test::text_at;
using Clock = std::chrono::steady_clock;

constexpr const char* password = "correct horse battery";

std::chrono::seconds fault_time() {
  const char* const wanted = std::getenv("FAULT_SECONDS");
  return std::chrono::seconds(wanted == nullptr ? 20 : std::stoi(wanted));
}

/// A client that asks again when the API is away for a moment, and counts only what was acknowledged.
class PatientClient {
 public:
  explicit PatientClient(test::HttpClient client) : client_(std::move(client)) {}

  /// Nothing when there was no answer, or one that says to come back.
  std::optional<test::HttpAnswer> once(const std::string& method, const std::string& target,
                                       const std::string& body = {}, const test::Headers& headers = {}) const {
    try {
      auto answer = client_.send(method, target, body, headers);
      if (answer.status < 500) return answer;
      EXPECT_TRUE(answer.status == 503 || answer.status == 507) << answer.status << ' ' << answer.body;
    } catch (const boost::system::system_error&) {
    }
    return std::nullopt;
  }
  test::HttpAnswer until_answered(const std::string& method, const std::string& target, const std::string& body = {},
                                  const test::Headers& headers = {}) const {
    const auto until = Clock::now() + std::chrono::minutes(2);
    for (;;) {
      if (auto answer = once(method, target, body, headers)) return *std::move(answer);
      if (Clock::now() > until) throw std::runtime_error("no answer to " + method + " " + target);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

 private:
  test::HttpClient client_;
};

class KilledRoles : public test::ProgramTest {
 protected:
  KilledRoles() {
    installation.set("ADMIN_PASSWORD", password);
    installation.set("RATE_LIMIT_SIGNED_IN", "0");
    for (const char* const role : {"api", "worker", "worker", "scheduler", "scheduler"})
      roles_.push_back(std::make_unique<test::RunningRole>(installation, role));
  }

  PatientClient client() const { return PatientClient(test::signed_in(*roles_[0], password)); }

  /// Kills one after the other, by chance, until the time is over; all of them work in the end.
  void kill_at_random() {
    std::mt19937 chance{20261122};
    for (const auto until = Clock::now() + fault_time(); Clock::now() < until; ++kills_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100 + chance() % 900));
      test::RunningRole& victim = *roles_[chance() % roles_.size()];
      victim.kill();
      victim.start();
    }
  }

  /// A price list of its own, as an import that was acknowledged; its id.
  static std::optional<std::string> start_import(const PatientClient& client, const std::string& supplier) {
    std::string rows = "sku;name;price;stock\n";
    for (int row = 0; row < rows_of_a_file; ++row)
      rows += supplier + "-" + std::to_string(row) + ";Thing " + std::to_string(row) + ";1,20;5\n";
    const auto import = client.once("POST", "/api/v1/imports?supplier=" + supplier + "&file_name=list.csv", rows,
                                    {{"Content-Type", "text/csv"}});
    if (!import) return std::nullopt;
    EXPECT_EQ(import->status, 202U) << import->body;
    return text_at(import->json(), "id");
  }

  static constexpr int rows_of_a_file = 200;
  std::vector<std::unique_ptr<test::RunningRole>> roles_;
  int kills_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, KilledRoles, test::both_engines(), test::engine_name);

TEST_P(KilledRoles, LoseNoAcknowledgedWriteAndDoubleNoJob) {
  std::atomic<bool> is_over{false};
  std::vector<std::string> suppliers;
  std::map<std::string, std::string> imports;  // by supplier

  std::jthread writer([&] {
    const PatientClient patient = client();
    for (int number = 0; !is_over; ++number) {
      const std::string code = "w" + std::to_string(number);
      // Sent again with the same key until it is answered: made once, whoever died in between.
      const std::string body = json::serialize(json::object{{"code", code}, {"name", "Written " + code}});
      for (int tries = 0; tries < 200; ++tries) {
        const auto made = patient.once("POST", "/api/v1/suppliers", body, {{"Idempotency-Key", "make-" + code}});
        if (made && (made->status == 201 || made->problem() == "supplier.exists")) {
          suppliers.push_back(code);
          break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  std::jthread importer([&] {
    const PatientClient patient = client();
    for (int number = 0; !is_over; ++number) {
      const std::string supplier = "i" + std::to_string(number);
      if (const auto id = start_import(patient, supplier)) imports.emplace(supplier, *id);
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  });
  kill_at_random();
  is_over = true;
  writer.join();
  importer.join();

  const PatientClient patient = client();
  ASSERT_GT(kills_, 5);
  ASSERT_GT(suppliers.size(), 5U);
  ASSERT_GT(imports.size(), 2U);
  for (const std::string& code : suppliers)
    EXPECT_EQ(patient.until_answered("GET", "/api/v1/suppliers/" + code).status, 200U) << code;

  for (const auto& [supplier, id] : imports) {
    const auto until = Clock::now() + std::chrono::minutes(3);
    json::value state;
    do {
      state = patient.until_answered("GET", "/api/v1/imports/" + id).json();
      if (text_at(state, "status") == "finished" || text_at(state, "status") == "failed") break;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    } while (Clock::now() < until);
    EXPECT_EQ(text_at(state, "status"), "finished") << json::serialize(state);
    EXPECT_EQ(number_at(state, {"ledger", "created"}), rows_of_a_file) << json::serialize(state);
    const auto offers = patient.until_answered("GET", "/api/v1/offers?supplier=" + supplier + "&limit=200").json();
    EXPECT_EQ(offers.at("items").as_array().size(), static_cast<std::size_t>(rows_of_a_file)) << supplier;
  }

  // Each import that was acknowledged is there once, and was told of once.
  std::map<std::string, int> told;
  // Imports whose answer was lost are told of as well.
  const auto all_are_told = [&] {
    return std::ranges::all_of(imports, [&](const auto& one) { return told.contains("imports/" + one.second); });
  };
  const auto until = Clock::now() + std::chrono::seconds(60);
  do {
    told.clear();
    std::string cursor;
    do {
      const auto page =
          patient.until_answered("GET", "/api/v1/notifications?kind=import.finished&limit=100" + cursor).json();
      for (const json::value& item : page.at("items").as_array()) ++told[text_at(item, "subject")];
      cursor = page.at("next_cursor").is_string() ? "&cursor=" + text_at(page, "next_cursor") : "";
    } while (!cursor.empty());
  } while (!all_are_told() && Clock::now() < until);
  for (const auto& [supplier, id] : imports) EXPECT_EQ(told["imports/" + id], 1) << supplier;
  RecordProperty("kills", kills_);
}

}  // namespace
