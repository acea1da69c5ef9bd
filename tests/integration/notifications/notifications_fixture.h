#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "domain/notifications/notifications_tasks.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace test {

/// A migrated main database with two people, and what is needed to tell them things. Waits are short.
class NotificationsTest : public DatabaseTest {
 protected:
  using Permissions = std::vector<std::string>;

  void SetUp() override {
    fresh_main_ = std::make_unique<FreshDatabase>(GetParam());
    main_.emplace(fresh_main_->open("main"));
    must(platform::db::Migrator(*main_).up());
    ana_ = add_person("ana@example.com", {"imports.read", "admin.settings"});
    bob_ = add_person("bob@example.com", {"imports.read"});
  }
  void TearDown() override {
    processes_.clear();
    main_.reset();
    fresh_main_.reset();
  }

  /// One process of the installation.
  struct Process {
    explicit Process(platform::db::Database& main)
        : queue(main, {std::chrono::milliseconds(10), std::chrono::milliseconds(50), 3}) {}
    platform::queue::JobQueue queue;
    platform::events::EventBus events;
    platform::crypto::Sealer sealer{"a secret key of the tests, long enough", ""};
    std::unique_ptr<notifications::Notifier> notifier;
    std::unique_ptr<platform::queue::Worker> worker;  // stops first
  };
  struct Options {
    std::optional<platform::client::MailServer> mail_server{};
    notifications::WebhookOptions webhooks{};
    std::string allowed_networks = "127.0.0.0/8";
    std::string secret{}, previous_secret{};
  };
  Process& start(const Options& options) {
    Process& process = *processes_.emplace_back(std::make_unique<Process>(*main_));
    if (!options.secret.empty()) process.sealer = platform::crypto::Sealer(options.secret, options.previous_secret);
    notifications::NotifierParts parts{*main_,
                                       process.queue,
                                       process.events,
                                       process.sealer,
                                       must(platform::client::AddressRules::from(options.allowed_networks)),
                                       people(),
                                       {"Our Shop", "https://shop.example.com"},
                                       options.mail_server,
                                       options.webhooks};
    process.notifier = std::make_unique<notifications::Notifier>(std::move(parts));
    process.worker = std::make_unique<platform::queue::Worker>(
        process.queue,
        platform::queue::WorkerOptions{.name = "worker " + std::to_string(processes_.size()),
                                       .concurrency = {{std::string(notifications::notifications_queue), 2}},
                                       .heartbeat = std::chrono::milliseconds(20),
                                       .poll = std::chrono::milliseconds(10)});
    process.notifier->handle_jobs(*process.worker);
    return process;
  }
  Process& start() { return start(Options{}); }

  base::Uuid ana() const { return ana_; }
  base::Uuid bob() const { return bob_; }
  platform::db::Database& main() { return *main_; }

  static notifications::Event finished(const std::string& supplier = "ACME", const std::string& key = {}) {
    return {"import.finished", {{"supplier", supplier}, {"file_name", "a.csv"}}, "imports/7", key};
  }
  static notifications::Event failed(const std::string& supplier = "ACME", const std::string& key = {}) {
    return {
        "import.failed", {{"supplier", supplier}, {"file_name", "a.csv"}, {"problem", "no rows"}}, "imports/7", key};
  }

  std::string scalar(const std::string& sql) {
    const platform::db::Statement statement("test.scalar", sql);
    const auto found = must(must(main_->acquire())->query_one(statement));
    return found ? found->text(0) : std::string("(none)");
  }
  void run(const std::string& sql) { must(must(main_->acquire())->execute_script("test.run", sql)); }
  /// Makes everything that waits due now.
  void hurry() { run("UPDATE jobs SET run_at = '2020-01-01T00:00:00.000000Z' WHERE status = 'waiting'"); }

  static bool happens(const std::function<bool()>& what) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!what()) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }
  bool all_jobs_ended() {
    return happens([&] { return scalar("SELECT COUNT(*) FROM jobs WHERE status IN ('waiting', 'running')") == "0"; });
  }

 private:
  base::Uuid add_person(const std::string& email, Permissions permissions) {
    const auto id = base::Uuid::generate();
    const std::string now = "'" + base::Timestamp::now().to_string() + "'";
    run("INSERT INTO users (id, email, email_key, name, role, version, created_at, updated_at) VALUES ('" +
        id.to_string() + "', '" + email + "', '" + email + "', 'Somebody', 'user', 1, " + now + ", " + now + ")");
    people_.push_back({{id, email, "Somebody"}, std::move(permissions)});
    return id;
  }

  notifications::People people() const {
    using notifications::Person;
    const auto who_may = [this](std::string_view permission) -> base::Result<std::vector<Person>> {
      std::vector<Person> able;
      for (const auto& [person, permissions] : people_) {
        if (std::ranges::count(permissions, permission) > 0) able.push_back(person);
      }
      return able;
    };
    const auto find = [this](base::Uuid id) -> base::Result<std::optional<Person>> {
      for (const auto& [person, permissions] : people_) {
        if (person.id == id) return person;
      }
      return std::optional<Person>{};
    };
    return {who_may, find};
  }

  std::unique_ptr<FreshDatabase> fresh_main_;
  std::optional<platform::db::Database> main_;
  std::vector<std::pair<notifications::Person, Permissions>> people_;
  std::vector<std::unique_ptr<Process>> processes_;
  base::Uuid ana_, bob_;
};

}  // namespace test
