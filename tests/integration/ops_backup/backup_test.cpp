// Backups of a whole installation by the program itself, on both engines.
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "support/free_port.h"
#include "support/program.h"
#include "support/running_server.h"
#include "support/s3_server.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* feed =
    "sku,name,price,stock,ean\nA1,Anvil,10.50,3,4006381333931\nB2,Bell,2.00,9,\nC3,Chisel,7,1,\n";

class Backup : public test::ProgramTest {
 protected:
  Backup() { installation.set("APP_URL", "https://shop.example"); }

  void import_feed(const std::string& text = feed) {
    const std::string file = installation.file("feed.csv", text);
    const auto done = installation.run({"import", file, "--supplier", "ACME"});
    ASSERT_TRUE(done.exit_code == 0 || done.exit_code == 3) << done.out << done.err;
  }
  std::int64_t products() const {
    return static_cast<std::int64_t>(installation.json({"products", "list"}).as_array().size());
  }
  std::string backup(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> command{"backup"};
    command.insert(command.end(), more.begin(), more.end());
    return test::text_at(installation.json(command), "backup");
  }
  /// The command's problem, with which it must end.
  std::string problem_of(std::vector<std::string> command) const {
    command.push_back("--json");
    const auto finished = installation.run(command);
    EXPECT_EQ(finished.exit_code, 1) << finished.out << finished.err;
    if (finished.exit_code != 1) return "";
    return test::text_at(boost::json::parse(finished.out).as_object().at("problem"), "code");
  }
  std::filesystem::path backups() const { return installation.folder() / "var" / "backups"; }
  std::filesystem::path file_of(const std::string& id, const std::string& database) const {
    const bool is_sqlite = GetParam() == test::Engine::sqlite;
    return backups() / "sets" / id / (database + (is_sqlite ? ".sqlite.gz" : ".dump"));
  }
  static std::size_t files_below(const std::filesystem::path& folder) {
    std::size_t count = 0;
    if (!std::filesystem::exists(folder)) return 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) count += entry.is_regular_file();
    return count;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Backup, test::both_engines(), test::engine_name);

TEST_P(Backup, BringsBackWhatWasThereAndNothingElse) {
  import_feed();
  const std::string id = backup();
  import_feed("sku,name,price,stock,ean\nD4,Drill,99,2,\nE5,Easel,5,5,\n");
  const auto before = products();
  const auto refused = installation.run({"restore", id});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("--confirm shop.example"));
  EXPECT_THAT(refused.err, HasSubstr("catalog"));
  EXPECT_EQ(products(), before) << "nothing is touched until it is confirmed";

  const auto outcome = installation.json({"restore", id, "--confirm", "shop.example"});
  EXPECT_EQ(outcome.as_object().at("databases").as_array().size(), 6U);
  EXPECT_EQ(products(), 3);
  EXPECT_EQ(files_below(backups() / "work"), 0U);
  const auto all = installation.json({"backup", "list"}).as_array();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(test::text_at(all[0], "backup"), id);
  import_feed("sku,name,price,stock,ean\nD4,Drill,99,2,\n");  // and it works on
}

TEST_P(Backup, IsProvenByARestoreBesideTheLiveData) {
  import_feed();
  const std::string id = backup();
  const auto proof = installation.json({"backup", "verify"});
  EXPECT_EQ(test::text_at(proof, "backup"), id);
  EXPECT_GT(test::number_at(proof, {"rows"}), 3);
  EXPECT_GE(test::number_at(proof, {"objects_read"}), 1) << "the archived feed";
  EXPECT_FALSE(installation.json({"backup", "list"}).as_array()[0].as_object().at("proven_at").is_null());
  EXPECT_EQ(files_below(backups() / "work"), 0U) << "the copy is thrown away";
}

TEST_P(Backup, IsProvenInTheFolderItWasMadeForAlone) {
  import_feed();
  const auto made = installation.json({"backup", "--to", (installation.folder() / "elsewhere").string(), "--verify"});
  EXPECT_EQ(test::text_at(made.as_object().at("proof"), "backup"), test::text_at(made, "backup"));
  EXPECT_TRUE(installation.json({"backup", "list"}).as_array().empty());
}

TEST_P(Backup, IsReadByItsOwnerOnly) {
  import_feed();
  const auto rights = std::filesystem::status(file_of(backup(), "catalog")).permissions();
  EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_P(Backup, IsNotProvenWhenAByteOfItChanged) {
  import_feed();
  const std::string id = backup();
  {
    std::fstream file(file_of(id, "catalog"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(200);
    file.put('!');
  }
  EXPECT_EQ(problem_of({"backup", "verify", id}), "backup.damaged");
  EXPECT_EQ(problem_of({"restore", id, "--confirm", "shop.example"}), "backup.damaged");
  EXPECT_EQ(products(), 3) << "the live data stays when the backup is no good";
  EXPECT_TRUE(installation.json({"backup", "list"}).as_array()[0].as_object().at("proven_at").is_null());
}

TEST_P(Backup, CopiesAStoredFileOnce) {
  import_feed();
  backup();
  const std::size_t copies = files_below(backups() / "objects");
  EXPECT_GE(copies, 1U);
  const auto second = installation.json({"backup"}).as_object().at("manifest");
  EXPECT_EQ(test::number_at(second, {"objects", "new_count"}), 0);
  EXPECT_EQ(files_below(backups() / "objects"), copies);
}

TEST_P(Backup, BringsBackStoredFiles) {
  import_feed();
  const std::string id = backup();
  const auto stored = installation.folder() / "var" / "storage" / "imports";
  const std::size_t before = files_below(stored);
  std::filesystem::remove_all(stored);
  const auto outcome = installation.json({"restore", id, "--confirm", "shop.example"});
  EXPECT_EQ(test::number_at(outcome, {"objects"}), static_cast<std::int64_t>(before));
  EXPECT_EQ(files_below(stored), before);
}

TEST_P(Backup, IsEncryptedAndOpensWithItsKeyAlone) {
  import_feed();
  installation.set("BACKUP_KEY", "the key of this test, long enough");
  const std::string id = backup({"--encrypt", "--verify"});
  for (const auto& entry : std::filesystem::recursive_directory_iterator(backups())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    EXPECT_THAT(text, Not(HasSubstr("Anvil"))) << entry.path();
    EXPECT_THAT(text, Not(HasSubstr("the key of"))) << entry.path();
  }
  installation.set("BACKUP_KEY", "another key, just as long as that one");
  EXPECT_EQ(problem_of({"restore", id, "--confirm", "shop.example"}), "backup.key_missing");
  installation.set("BACKUP_KEY", "");
  EXPECT_EQ(problem_of({"backup", "verify", id}), "backup.key_missing");
  EXPECT_EQ(problem_of({"backup", "--encrypt"}), "backup.settings_invalid");
  installation.set("BACKUP_KEY", "the key of this test, long enough");
  installation.json({"restore", id, "--confirm", "shop.example"});
  EXPECT_EQ(products(), 3);
}

TEST_P(Backup, KilledHalfWayIsNoBackupAndLeavesNothing) {
  import_feed();
  const std::string whole = backup();
  for (const int wait : {30, 120, 300}) {
    const auto process = installation.start({"backup"});
    std::this_thread::sleep_for(std::chrono::milliseconds(wait));
    process->kill(SIGKILL);
    process->wait();
  }
  // Whatever the kills have left, what is listed as a backup is one.
  const std::string last = backup({"--verify"});
  EXPECT_EQ(files_below(backups() / "work"), 0U);
  std::size_t sets = 0;
  for (const auto& entry : std::filesystem::directory_iterator(backups() / "sets"))
    sets += files_below(entry.path()) > 0 ? 1U : 0U;
  const auto all = installation.json({"backup", "list"}).as_array();
  EXPECT_EQ(sets, all.size());
  for (const auto& one : all) installation.json({"backup", "verify", test::text_at(one, "backup")});
  EXPECT_NE(whole, last);
}

TEST_P(Backup, IsOneAtATimeWhoeverBeginsIt) {
  import_feed();
  std::vector<std::unique_ptr<test::Process>> begun;
  for (int i = 0; i < 3; ++i) begun.push_back(installation.start({"backup", "--json"}));
  std::size_t made = 0;
  for (const auto& process : begun) {
    const auto finished = process->wait();
    if (finished.exit_code == 0) {
      ++made;
    } else {
      EXPECT_EQ(test::text_at(boost::json::parse(finished.out).as_object().at("problem"), "code"),
                "backup.already_running");
    }
  }
  EXPECT_GE(made, 1U);
  EXPECT_EQ(installation.json({"backup", "list"}).as_array().size(), made);
  EXPECT_EQ(files_below(backups() / "work"), 0U);
  installation.json({"backup", "verify"});
}

TEST_P(Backup, RestoresOneDatabaseAlone) {
  import_feed();
  const std::string id = backup();
  import_feed("sku,name,price,stock,ean\nD4,Drill,99,2,\n");
  const auto imports_before = installation.json({"imports", "list"}).as_array().size();
  EXPECT_EQ(problem_of({"restore", id, "--database", "catalog", "--confirm", "shop.example"}), "backup.not_confirmed");
  installation.json({"restore", id, "--database", "catalog", "--confirm", "catalog"});
  EXPECT_EQ(products(), 3);
  EXPECT_EQ(installation.json({"imports", "list"}).as_array().size(), imports_before);
}

TEST_P(Backup, PutsOneTableBesideTheLiveDataToLookAt) {
  import_feed();
  const std::string id = backup();
  import_feed("sku,name,price,stock,ean\nD4,Drill,99,2,\n");
  const bool is_sqlite = GetParam() == test::Engine::sqlite;
  const std::string into = is_sqlite ? (installation.folder() / "look.db").string() : "look_at_it";
  const auto outcome = installation.json({"restore", id, "--table", "catalog.products", "--into", into});
  EXPECT_EQ(test::number_at(outcome, {"rows"}), 3);
  auto database =
      test::must(platform::db::Database::open("look", is_sqlite ? "sqlite:///" + into : installation.url("catalog")));
  const auto connection = test::must(database.connect());
  const platform::db::Statement count{"test.count", "SELECT count(*) FROM products",
                                      "SELECT count(*) FROM look_at_it.products"};
  EXPECT_EQ(test::must(connection->query_one(count))->integer(0), 3);
  EXPECT_EQ(problem_of({"restore", id, "--table", "catalog.products", "--into", into}), "backup.place_taken");
  EXPECT_EQ(problem_of({"restore", id, "--table", "catalog.nothing", "--into", into + "2"}), "backup.table_unknown");
  EXPECT_GT(products(), 3) << "the live table is as it was";
}

TEST_P(Backup, RefusesToReplaceDataUnderARunningServer) {
  import_feed();
  const std::string id = backup();
  const test::RunningServer server(installation);
  EXPECT_EQ(problem_of({"restore", id, "--confirm", "shop.example"}), "backup.site_at_work");
}

TEST_P(Backup, GoesToAnS3ServiceToo) {
  import_feed();
  installation.set("BACKUP_S3_ENDPOINT", test::s3_variable("TEST_S3_ENDPOINT"));
  installation.set("BACKUP_S3_ACCESS_KEY", test::s3_variable("TEST_S3_ACCESS_KEY"));
  installation.set("BACKUP_S3_SECRET_KEY", test::s3_variable("TEST_S3_SECRET_KEY"));
  installation.set("BACKUP_S3_SECURE", "false");
  installation.set("BACKUP_S3_BUCKET", "backups-" + base::Uuid::generate().to_string());
  const std::string both = backup({"--verify"});
  EXPECT_EQ(test::text_at(installation.json({"backup", "list"}).as_array()[0], "places"), "folder, s3");
  const std::string there_only = backup({"--to", "s3"});
  std::filesystem::remove_all(backups());
  std::filesystem::remove_all(installation.folder() / "var" / "storage");
  installation.json({"restore", there_only, "--from", "s3", "--confirm", "shop.example"});
  EXPECT_EQ(products(), 3);
  EXPECT_GE(files_below(installation.folder() / "var" / "storage" / "imports"), 1U);
}

TEST_P(Backup, ThatCannotReachOnePlaceIsWholeInTheOther) {
  import_feed();
  installation.set("BACKUP_S3_ENDPOINT", "127.0.0.1:" + std::to_string(test::free_port()));
  installation.set("BACKUP_S3_ACCESS_KEY", "nobody");
  installation.set("BACKUP_S3_SECRET_KEY", "nothing-at-all");
  installation.set("BACKUP_S3_SECURE", "false");
  installation.set("BACKUP_S3_BUCKET", "backups");
  EXPECT_EQ(problem_of({"backup"}), "storage.unavailable");
  installation.set("BACKUP_S3_BUCKET", "");
  ASSERT_EQ(installation.json({"backup", "list"}).as_array().size(), 1U);
  installation.json({"backup", "verify"});
}

TEST_P(Backup, OnAFullDiskSaysSoAndLeavesNoPart) {
  import_feed();
  const std::string disk = (installation.folder() / "disk").string();
  std::filesystem::create_directory(disk);
  installation.set("BACKUP_DIR", disk);
  // A mount of the test's own, in a name space of the test's own.
  const std::string script = "mount -t tmpfs -o size=64k tmpfs " + disk + " && { " PROGRAM " backup --json; " +
                             "find " + disk + " -type f -not -path '*/objects/*' | wc -l; }";
  const auto finished =
      installation.start_shell({"/usr/bin/unshare", ::geteuid() == 0 ? "-m" : "-rm", "/bin/sh", "-c", script})->wait();
  const std::size_t end = finished.out.find('\n');
  ASSERT_NE(end, std::string::npos) << finished.out << finished.err;
  const auto report = boost::json::parse(finished.out.substr(0, end));
  EXPECT_EQ(test::text_at(report.as_object().at("problem"), "code"), "backup.no_room") << finished.out;
  EXPECT_EQ(std::stoi(finished.out.substr(end)), 0);
}

TEST_P(Backup, SaysWhatIsWrongWithItsPlace) {
  installation.set("BACKUP_DIR", installation.file("a-file", "x") + "/below");
  EXPECT_EQ(problem_of({"backup"}), "backup.settings_invalid");
  installation.set("BACKUP_DIR", "/dev/full/x");
  EXPECT_EQ(problem_of({"backup"}), "backup.settings_invalid");
  EXPECT_EQ(problem_of({"restore", "latest", "--from", (installation.folder() / "nowhere").string()}),
            "backup.unknown");
}

}  // namespace
