#include <fmt/format.h>

#include "app/command.h"
#include "app/terminal.h"
#include "base/json_writer.h"
#include "platform/db/migrations.h"

namespace app {
namespace {

using platform::db::Database;
using platform::db::Databases;
using platform::db::Migrator;

struct MigrateOptions {
  std::string database;
  std::uint32_t version = 0;
  std::uint32_t steps = 1;
};

/// Runs `each` on the database named, or on all six.
base::Result<Exit> on_databases(const MigrateOptions& options, const std::function<base::Result<>(Database&)>& each) {
  ASSIGN_OR_RETURN(const auto loaded, load_settings());
  ASSIGN_OR_RETURN(auto databases, Databases::open(loaded.settings));
  for (Database* database : databases.all()) {
    if (options.database.empty() || database->name() == options.database) RETURN_IF_FAILED(each(*database));
  }
  return Exit::finished;
}

std::string steps_text(const std::string& database, const std::vector<std::uint32_t>& steps, std::string_view verb,
                       bool json) {
  if (json) {
    base::JsonWriter out;
    out.begin_object().member("database", database).key(verb).begin_array();
    for (const std::uint32_t step : steps) out.value(static_cast<std::uint64_t>(step));
    out.end_array().end_object();
    return out.text() + "\n";
  }
  if (steps.empty()) return fmt::format("{:<10} nothing to do\n", database);
  std::string text = fmt::format("{:<10} {}", database, verb);
  for (const std::uint32_t step : steps) text += fmt::format(" {:04}", step);
  return text + "\n";
}

base::Result<Exit> status(const MigrateOptions& options, bool json) {
  return on_databases(options, [&](Database& database) -> base::Result<> {
    ASSIGN_OR_RETURN(const auto states, Migrator(database).status());
    if (!json && states.empty()) print(fmt::format("{:<10} has no migrations\n", database.name()));
    for (const auto& state : states) {
      if (json) {
        base::JsonWriter out;
        out.begin_object()
            .member("database", database.name())
            .member("version", static_cast<std::uint64_t>(state.migration.version));
        out.member("name", state.migration.name)
            .member("applied", state.applied)
            .member("applied_at", state.applied_at);
        out.member("checksum_agrees", state.checksum_agrees);
        out.member("contract_after", state.migration.contract_after).end_object();
        print(out.text() + "\n");
      } else {
        print(fmt::format("{:<10} {:04}  {:<34} {}{}\n", database.name(), state.migration.version, state.migration.name,
                          state.applied ? "applied " + state.applied_at.substr(0, 19) : "pending",
                          state.checksum_agrees ? "" : "  differs from this program's"));
      }
    }
    return {};
  });
}

base::Result<Exit> up(const MigrateOptions& options, bool json) {
  return on_databases(options, [&](Database& database) -> base::Result<> {
    ASSIGN_OR_RETURN(const auto steps, Migrator(database).up());
    print(steps_text(database.name(), steps, "applied", json));
    return {};
  });
}

base::Result<Exit> down(const MigrateOptions& options, bool json) {
  return on_databases(options, [&](Database& database) -> base::Result<> {
    ASSIGN_OR_RETURN(const auto steps, Migrator(database).down(options.steps));
    print(steps_text(database.name(), steps, "undone", json));
    return {};
  });
}

base::Result<Exit> to(const MigrateOptions& options, bool json) {
  return on_databases(options, [&](Database& database) -> base::Result<> {
    ASSIGN_OR_RETURN(const auto steps, Migrator(database).to(options.version));
    print(steps_text(database.name(), steps, "changed", json));
    return {};
  });
}

base::Result<Exit> verify(const MigrateOptions& options, bool json) {
  return on_databases(options, [&](Database& database) -> base::Result<> {
    RETURN_IF_FAILED(Migrator(database).verify());
    base::JsonWriter out;
    out.begin_object().member("database", database.name()).member("verified", true).end_object();
    print(json ? out.text() + "\n" : fmt::format("{:<10} as this program knows it\n", database.name()));
    return {};
  });
}

}  // namespace

void add_migrate_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("migrate", "Bring the databases' schemas forward or back");
  group.require_subcommand(1);
  const auto add = [&](const std::string& name, const std::string& help, const std::string& example, auto body,
                       bool one_database) {
    Command<MigrateOptions> command(group, name, help, example);
    auto* database = command.app()
                         .add_option("--database", command.options().database, "Only this one")
                         ->check(CLI::IsMember({"main", "catalog", "imports", "media", "code2asin", "analytics"}));
    if (one_database) database->required();
    if (name == "down")
      command.app()
          .add_option("--steps", command.options().steps, "How many steps back")
          ->check(CLI::PositiveNumber)
          ->capture_default_str();
    if (name == "to")
      command.app()
          .add_option("VERSION", command.options().version, "The version to end at; 0 empties the database")
          ->required();
    command.runs(exit, body);
  };
  add("status", "Show each step and whether it is applied", "migrate status", status, false);
  add("up", "Apply what is pending", "migrate up", up, false);
  add("down", "Undo the newest steps of one database", "migrate down --database catalog --steps 1", down, true);
  add("to", "Go up or down to a version of one database", "migrate to 1 --database imports", to, true);
  add("verify", "Check that the applied steps are the ones in this program", "migrate verify", verify, false);
}

}  // namespace app
