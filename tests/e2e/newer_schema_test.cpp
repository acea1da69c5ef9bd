// A release brings the databases forward before the first new process runs: until then, and after a return, the version
// before works on a schema that is ahead of it.
#include <gtest/gtest.h>

#include "platform/db/database.h"
#include "support/program.h"
#include "support/result_check.h"
#include "support/running_role.h"
#include "support/waiting.h"

namespace {

using test::must;
using test::number_at;
using test::text_at;

constexpr const char* password = "correct horse battery";

class NewerSchema : public test::ProgramTest {
 protected:
  NewerSchema() {
    installation.set("ADMIN_PASSWORD", password);
    EXPECT_EQ(installation.run({"migrate", "up"}).exit_code, 0);
    expand("main", "users");
    expand("catalog", "products");
    expand("catalog", "offers");
    expand("imports", "import_jobs");
  }

  /// What the next release's step may do: add a column and a table, and say so.
  void expand(const std::string& database, const std::string& table) {
    auto opened = must(platform::db::Database::open(database, installation.url(database)));
    const auto connection = must(opened.connect());
    const std::string version = std::to_string(9000 + ++steps_);
    must(connection->execute_script("test.expand", "ALTER TABLE " + table + " ADD COLUMN of_the_next_release TEXT"));
    must(connection->execute_script("test.expand", "CREATE TABLE next_" + table + " (id TEXT PRIMARY KEY)"));
    must(connection->execute_script(
        "test.expand", "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (" + version +
                           ", 'of_the_next_release', '0', '2026-11-23T00:00:00Z')"));
  }
  int steps_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, NewerSchema, test::both_engines(), test::engine_name);

TEST_P(NewerSchema, IsWorkedOnByTheReleaseBefore) {
  const test::RunningRole program(installation, "serve");
  const auto client = test::signed_in(program, password);
  for (const auto& [price, event] : {std::pair{"1,20", "created"}, std::pair{"1,35", "updated"}}) {
    const auto import =
        client.send("POST", "/api/v1/imports?supplier=alpha&file_name=list.csv",
                    std::string("sku;name;price;stock\nA-1;Stylo;") + price + ";5\n", {{"Content-Type", "text/csv"}});
    ASSERT_EQ(import.status, 202U) << import.body;
    const std::string path = "/api/v1/imports/" + text_at(import.json(), "id");
    ASSERT_TRUE(test::comes_true([&] { return text_at(client.get(path).json(), "status") == "finished"; },
                                 std::chrono::seconds(60)))
        << client.get(path).body;
    EXPECT_EQ(number_at(client.get(path).json(), {"ledger", event}), 1) << client.get(path).body;
  }
  EXPECT_TRUE(
      test::comes_true([&] { return number_at(client.get("/api/v1/products?search=stylo").json(), {"total"}) == 1; },
                       std::chrono::seconds(30)));
  EXPECT_EQ(
      client.send("PATCH", "/api/v1/suppliers/alpha", R"({"name": "Alpha"})", {{"Content-Type", "application/json"}})
          .status,
      200U);
  EXPECT_EQ(client.get("/health/ready").status, 200U);
}

TEST_P(NewerSchema, IsNotTakenBackByTheReleaseBefore) {
  const auto undone = installation.run({"migrate", "down", "--database", "catalog", "--json"});
  EXPECT_NE(undone.exit_code, 0);
  EXPECT_NE(undone.out.find("migrate.drift"), std::string::npos) << undone.out << undone.err;
}

}  // namespace
