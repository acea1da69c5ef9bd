// Killed at any instant, an import run again with the same command ends in the same content as one never killed.
#include <random>
#include <sstream>

#include "platform/db/database.h"
#include "support/program.h"

namespace {

using test::must;

constexpr int kills_wanted = 50;

/// Everything an import leaves behind, without ids and times, in a fixed order.
const std::vector<std::pair<std::string, std::string>> content_queries{
    {"catalog",
     "SELECT o.sku, p.gtin, p.name, o.name, o.purchase_price, o.retail_price, o.currency, o.stock, o.weight, "
     "o.source_row, "
     "o.withdrawn_at IS NULL FROM offers o JOIN products p ON p.id = o.product_id ORDER BY o.sku"},
    {"catalog",
     "SELECT o.sku, h.purchase_price, h.retail_price, h.valid_to IS NULL FROM price_history h JOIN offers o ON o.id = "
     "h.offer_id "
     "ORDER BY o.sku, h.valid_from"},
    {"catalog",
     "SELECT o.sku, h.stock, h.valid_to IS NULL FROM stock_history h JOIN offers o ON o.id = h.offer_id ORDER BY "
     "o.sku, h.valid_from"},
    {"catalog",
     "SELECT o.sku, i.kind, i.flags, i.source_row, i.byte_offset, i.before, i.after FROM change_items i "
     "JOIN offers o ON o.id = i.offer_id JOIN change_sets c ON c.id = i.change_set_id ORDER BY c.effective_at, o.sku"},
    {"catalog", "SELECT count(*) FROM products"},
    {"catalog", "SELECT name FROM brands ORDER BY name_key"},
    {"catalog", "SELECT path FROM categories ORDER BY path_key"},
    {"catalog", "SELECT count(*) FROM change_sets WHERE status <> 'complete'"},
    // An import killed after its last commit has finished: the same command then imports the file once more, and finds
    // it unchanged. So there may be a job more, with the same rows in quarantine.
    {"imports",
     "SELECT DISTINCT row_number, severity, code, raw, cells, problems FROM import_errors ORDER BY row_number, "
     "severity, raw, problems"},
    {"imports", "SELECT DISTINCT status, rows_total FROM import_jobs ORDER BY status, rows_total"},
};

std::string content_of(const test::Installation& installation) {
  std::string all;
  for (const auto& [name, sql] : content_queries) {
    auto database = must(platform::db::Database::open(name, installation.url(name)));
    const auto connection = must(database.connect());
    const platform::db::Statement statement("test.content", sql);
    must(connection->scan(statement, [&](const std::vector<std::string_view>& cells) {
      for (const std::string_view cell : cells) {
        all += cell.data() == nullptr ? "NULL" : cell == "t" ? "1" : cell == "f" ? "0" : cell;
        all += '|';
      }
      all += '\n';
    }));
  }
  return all;
}

/// The first line in which two contents differ; "" when they are the same. (Comparing them whole would make the test
/// library work out their edit distance.)
std::string first_difference(const std::string& found, const std::string& expected) {
  std::istringstream found_lines(found);
  std::istringstream expected_lines(expected);
  std::string one;
  std::string other;
  for (std::size_t line = 1;; ++line) {
    const bool more = static_cast<bool>(std::getline(found_lines, one));
    const bool more_expected = static_cast<bool>(std::getline(expected_lines, other));
    if (!more && !more_expected) return "";
    if (more != more_expected || one != other) {
      return "line " + std::to_string(line) + "\n  found    " + (more ? one : "(end)") + "\n  expected " +
             (more_expected ? other : "(end)");
    }
  }
}

class KilledImport : public test::ProgramTest {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryFolder>();
    const std::string damage =
        "missing_reference=1,bad_ean_checksum=2,negative_price=1,duplicate_reference=2,lost_zeros=1";
    ASSERT_EQ(generate("first.csv", {"--damage", damage}).exit_code, 0);
    ASSERT_EQ(generate("second.csv", {"--damage", damage, "--change", "30"}).exit_code, 0);
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static test::Finished generate(const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> command{FEED_GENERATOR, "--rows", "12000", "--seed", "5", "--format", "csv"};
    command.insert(command.end(), more.begin(), more.end());
    command.push_back((*folder_ / name).string());
    return test::Process(command, {}).wait();
  }
  static std::vector<std::string> import(const std::string& name) {
    return {"import", (*folder_ / name).string(), "--supplier", "alpha", "--mode", "full", "--json"};
  }

  static std::unique_ptr<test::TemporaryFolder> folder_;
};
std::unique_ptr<test::TemporaryFolder> KilledImport::folder_;
INSTANTIATE_TEST_SUITE_P(Engines, KilledImport, test::both_engines(), test::engine_name);

TEST_P(KilledImport, EndsInTheSameContentAsOneNeverKilled) {
  const test::Installation calm(GetParam());
  const auto began = std::chrono::steady_clock::now();
  for (const std::string feed : {"first.csv", "second.csv"}) ASSERT_EQ(calm.run(import(feed)).exit_code, 0);
  auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began) / 2;
  const std::string expected = content_of(calm);

  std::mt19937 random(20261122);
  const auto any_instant = [&](std::chrono::milliseconds up_to) {
    return std::chrono::milliseconds(std::uniform_int_distribution<long>(0, up_to.count())(random));
  };
  int kills = 0;
  for (int round = 0; kills < kills_wanted; ++round) {
    ASSERT_LT(round, kills_wanted) << "hardly any import was killed: the instants are chosen badly";
    const test::Installation stormy(GetParam());
    for (const std::string feed : {"first.csv", "second.csv"}) {
      for (;;) {
        const auto started = std::chrono::steady_clock::now();
        const auto running = stormy.start(import(feed));
        if (kills >= kills_wanted || running->ends_within(any_instant(duration))) {
          const test::Finished finished = running->wait();
          ASSERT_EQ(finished.exit_code, 0) << finished.out << finished.err;
          // The machine may be quieter than when the calm import was timed: later instants would never be reached.
          duration = std::min(duration, std::chrono::duration_cast<std::chrono::milliseconds>(
                                            std::chrono::steady_clock::now() - started));
          break;
        }
        running->kill(SIGKILL);
        ++kills;
      }
    }
    ASSERT_EQ(first_difference(content_of(stormy), expected), "") << "after " << kills << " kills";
  }
}

TEST_P(KilledImport, IsNotTakenUpAgainOnceALaterImportHasMerged) {
  ASSERT_EQ(installation.run(import("first.csv")).exit_code, 0);
  // Killed when its job is known and its first batch may be merged.
  auto catalog = must(platform::db::Database::open("imports", installation.url("imports")));
  const auto connection = must(catalog.connect());
  const platform::db::Statement unfinished("test.unfinished",
                                           "SELECT count(*) FROM import_jobs WHERE status = 'running'");
  const auto running = installation.start(import("second.csv"));
  while (must(connection->query_one(unfinished))->integer(0) == 0)
    ASSERT_FALSE(running->ends_within(std::chrono::milliseconds(1)));
  running->kill(SIGKILL);
  running->wait();
  const auto job = installation.json({"imports", "list", "--limit", "1"}).at(0);
  ASSERT_EQ(test::text_at(job, "status"), "running");

  ASSERT_EQ(installation.run(import("first.csv")).exit_code, 0);
  EXPECT_EQ(installation.run({"imports", "resume", test::text_at(job, "job_id")}).exit_code, 1);
  const test::Finished again = installation.run(import("second.csv"));
  ASSERT_EQ(again.exit_code, 0);
  EXPECT_EQ(test::number_at(boost::json::parse(again.out), {"resumed"}), 0) << "a new import, not the old one gone on";
  auto offers = must(platform::db::Database::open("catalog", installation.url("catalog")));
  const platform::db::Statement backwards("test.backwards",
                                          "SELECT count(*) FROM price_history WHERE valid_to < valid_from");
  EXPECT_EQ(must(must(offers.connect())->query_one(backwards))->integer(0), 0);
}

}  // namespace
