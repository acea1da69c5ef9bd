#include <algorithm>
#include <map>

#include "ops/checks/doctor_checks.h"
#include "ops/checks/server_facts_store.h"
#include "platform/db/databases.h"
#include "platform/db/migrations.h"
#include "platform/queue/processes.h"

namespace ops {
namespace {

using namespace std::chrono_literals;
using platform::config::DatabaseSettings;
using platform::db::Database;
using platform::db::Engine;

constexpr std::int64_t oldest_version = 150'000;  // of PostgreSQL, the one this program is tested with
constexpr std::int64_t long_seconds = 300;
constexpr std::string_view sqlite_scheme = "sqlite:///";

struct Named {
  std::string name;
  DatabaseSettings settings;

  std::string area() const { return "database " + name; }
};

std::vector<Named> databases_of(const Patient& patient) {
  const auto& settings = patient.settings();
  return {{"main", settings.main},   {"catalog", settings.catalog},     {"imports", settings.imports},
          {"media", settings.media}, {"code2asin", settings.code2asin}, {"analytics", settings.analytics}};
}

bool is_sqlite(const DatabaseSettings& settings) {
  return settings.url.starts_with(sqlite_scheme);
}

/// A SQLite file nobody has made yet: looking into it would make it.
bool is_unborn(const DatabaseSettings& settings) {
  std::error_code ignored;
  return is_sqlite(settings) && !std::filesystem::exists(settings.url.substr(sqlite_scheme.size()), ignored);
}

base::Result<Database> opened(const Named& database) {
  return Database::open(database.name, database.settings.url, {.size = 3, .wait_limit = 5s});
}

Finding server_finding(const Named& database, Engine engine, const ServerFacts& facts) {
  if (engine == Engine::sqlite) return fine(database.area(), "SQLite " + facts.version + " answers.");
  const std::string found = "PostgreSQL " + facts.version + " answers, encoding " + facts.encoding + ".";
  if (facts.encoding != "UTF8") {
    return failing(database.area(), found,
                   "Make the database anew with ENCODING 'UTF8' and TEMPLATE template0: names of products need it.");
  }
  if (facts.version_number < oldest_version)
    return worrying(database.area(), found, "Upgrade the server to PostgreSQL 15 or later.");
  return fine(database.area(), found);
}

base::Result<> add_schema_findings(const Patient& patient, const Named& database, Database& opened,
                                   Findings& findings) {
  platform::db::Migrator migrator(opened);
  ASSIGN_OR_RETURN(const auto steps, migrator.status());
  const auto pending = std::ranges::count_if(steps, [](const auto& step) { return !step.applied; });
  const std::string found =
      "The schema is " + std::to_string(pending) + (pending == 1 ? " step" : " steps") + " behind this program.";
  if (pending > 0 && patient.settings().is_production()) {
    findings.push_back(
        worrying(database.area(), found, "Run `suppliers-import migrate up` before the new version starts."));
  } else if (pending > 0) {
    findings.push_back(fine(database.area(), found + " It is brought up to date at the next start."));
  }
  if (const auto verified = migrator.verify(); !verified)
    findings.push_back(failing(database.area(), verified.error()));
  return {};
}

base::Result<> add_server_findings(const Named& database, platform::db::Connection& connection, Findings& findings) {
  ASSIGN_OR_RETURN(const auto indexes, read_invalid_indexes(connection));
  for (const std::string& index : indexes) {
    findings.push_back(worrying(
        database.area(), "The index " + index + " was begun and never finished: it slows writing and helps no reading.",
        "Run `REINDEX INDEX CONCURRENTLY " + index + "` in that database."));
  }
  ASSIGN_OR_RETURN(const auto transactions, read_long_transactions(connection, long_seconds));
  for (const auto& one : transactions) {
    findings.push_back(worrying(database.area(),
                                "Process " + std::to_string(one.process) +
                                    (one.program.empty() ? "" : " (" + one.program + ")") +
                                    " has had a transaction open for " + about(std::chrono::seconds(one.seconds)) +
                                    " and is " + one.state + ".",
                                "Wait for it to end before migrating, or end it with `SELECT pg_terminate_backend(" +
                                    std::to_string(one.process) + ")`."));
  }
  return {};
}

base::Result<Findings> look_at(const Patient& patient, const Named& named) {
  if (is_unborn(named.settings))
    return Findings{fine(named.area(), "The file does not exist yet; the first start makes it.")};
  ASSIGN_OR_RETURN(auto database, opened(named));
  ASSIGN_OR_RETURN(const auto connection, database.acquire());
  RETURN_IF_FAILED(connection->set_statement_timeout(5s));
  ASSIGN_OR_RETURN(const auto facts, read_server_facts(*connection));
  Findings findings{server_finding(named, database.engine(), facts)};
  RETURN_IF_FAILED(add_server_findings(named, *connection, findings));
  if (named.name == "main" && database.engine() == Engine::postgres)
    findings.push_back(clock_finding("clock", "PostgreSQL", base::Timestamp::now() - facts.now));
  RETURN_IF_FAILED(add_schema_findings(patient, named, database, findings));
  return findings;
}

/// Host and port of a PostgreSQL URL: databases of one server share its connections.
std::string server_of(const std::string& url) {
  const std::size_t at = url.rfind('@');
  const std::size_t begin = at == std::string::npos ? url.find("://") + 3 : at + 1;
  return url.substr(begin, url.find_first_of("/?", begin) - begin);
}

/// Processes that open pools, at least this one.
std::int64_t processes_at_work(const Patient& patient) {
  const Named main{"main", patient.settings().main};
  if (is_unborn(main.settings)) return 1;
  auto database = opened(main);
  if (!database) return 1;
  const auto processes = platform::queue::ProcessRegistry(*database).list();
  if (!processes) return 1;  // the check of that database says why
  const auto now = base::Timestamp::now();
  return std::max<std::int64_t>(1,
                                std::ranges::count_if(*processes, [&](const auto& one) { return one.is_alive(now); }));
}

Finding connections_finding(const std::string& server, const ServerFacts& facts, std::int64_t pools,
                            std::int64_t processes) {
  const std::string area = "connections";
  const std::string found =
      "The server " + server + " takes " + std::to_string(facts.usable_connections) + " connections; the pools of " +
      (processes == 1 ? "one process" : std::to_string(processes) + " processes") + " may open " +
      std::to_string(pools * processes) + ", and " + std::to_string(facts.open_connections) + " are open now.";
  const char* const cure =
      "Raise max_connections of PostgreSQL, or make the pools smaller (CATALOG_POOL_SIZE, IMPORTS_POOL_SIZE, ...).";
  if (pools > facts.usable_connections) return failing(area, found, cure);
  return pools * processes > facts.usable_connections ? worrying(area, found, cure) : fine(area, found);
}

Findings connections_findings(const Patient& patient) {
  std::map<std::string, std::int64_t> pools;
  std::map<std::string, Named> one_of;
  for (const Named& database : databases_of(patient)) {
    if (is_sqlite(database.settings)) continue;
    const std::string server = server_of(database.settings.url);
    pools[server] += static_cast<std::int64_t>(database.settings.pool_size);
    one_of.insert_or_assign(server, database);
  }
  Findings findings;
  if (pools.empty()) return findings;
  const std::int64_t processes = processes_at_work(patient);
  for (const auto& [server, size] : pools) {
    auto database = opened(one_of.at(server));
    if (!database) continue;  // its own check says why
    const auto connection = database->acquire();
    if (!connection) continue;
    const auto facts = read_server_facts(**connection);
    if (facts) findings.push_back(connections_finding(server, *facts, size, processes));
  }
  return findings;
}

}  // namespace

bool has_main_database(const Patient& patient) {
  return !is_unborn(patient.settings().main);
}

std::vector<Check> database_checks(const SharedPatient& patient) {
  std::vector<Check> checks;
  for (std::size_t i = 0; i < databases_of(*patient).size(); ++i) {
    const std::string area = databases_of(*patient)[i].area();
    checks.push_back({area, [patient, i]() -> Findings {
                        const Named database = databases_of(*patient)[i];
                        auto found = look_at(*patient, database);
                        if (!found) return {failing(database.area(), found.error())};
                        return *std::move(found);
                      }});
  }
  checks.push_back({"connections", [patient] { return connections_findings(*patient); }});
  return checks;
}

}  // namespace ops
