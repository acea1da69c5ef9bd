// backup, backup list, backup verify, restore: see docs/backup.md.
#include <unistd.h>

#include <mutex>

#include "app/command.h"
#include "app/services.h"
#include "app/terminal.h"
#include "app/upkeep.h"
#include "app/version.h"
#include "base/json_writer.h"
#include "ops/backup/backups.h"
#include "ops/backup/restore.h"

namespace app {
namespace {

constexpr std::size_t seconds_end = 19;
constexpr base::ProblemKind usage_of_restore{"usage.invalid", "Called wrongly", 400, base::LogLevel::info};

struct BackupArguments {
  std::string to;
  bool encrypt = false, prove = false;
};
struct ListArguments {
  std::string from;
};
struct VerifyArguments {
  std::string id = "latest";
};
struct RestoreArguments {
  std::string id = "latest", from, database, table, into, confirm;
  bool while_at_work = false;
};

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string time_text(const std::optional<base::Timestamp>& time) {
  return time ? time->to_string().substr(0, seconds_end) + "Z" : "–";
}

/// A plain line for each step that is done, on standard error: standard output is for the outcome.
backup::Watch watch_on_terminal(const std::string& verb) {
  auto one_at_a_time = std::make_shared<std::mutex>();
  backup::Watch watch;
  watch.tell = [verb, one_at_a_time](std::string_view what) {
    const std::lock_guard lock(*one_at_a_time);
    print_error(verb + " " + std::string(what) + "\n");
  };
  return watch;
}

std::string started_by() {
  return "command line, process " + std::to_string(::getpid());
}

void write_proof(base::JsonWriter& out, const backup::Proof& proof) {
  out.begin_object().member("backup", proof.id).member("place", proof.place).member("tables", proof.tables);
  out.member("rows", proof.rows).member("objects", proof.objects_listed).member("objects_read", proof.objects_read);
  out.member("duration_ms", std::int64_t{proof.duration.count()}).end_object();
}

std::string proof_text(const backup::Proof& proof) {
  return "Proven: " + proof.id + " was restored from the " + proof.place + " beside the live data. " +
         count_text(proof.rows) + " rows in " + count_text(proof.tables) + " tables are the same; " +
         count_text(proof.objects_read) + " of " + count_text(proof.objects_listed) +
         " stored files were read through. (" + duration_text(proof.duration) + ")\n";
}

std::string made_text(const backup::Manifest& made) {
  std::uint64_t rows = 0;
  for (const auto& database : made.databases) {
    for (const auto& table : database.tables) rows += table.rows;
  }
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(made.ended_at - made.started_at);
  std::string text = "Backup " + made.id + ": " + count_text(rows) + " rows in " + size_text(made.size_bytes()) + ", " +
                     count_text(made.objects.count) + " stored files (" + count_text(made.objects.new_count) +
                     " new, " + size_text(made.objects.new_bytes) + ")" + (made.is_sealed() ? ", encrypted" : "") +
                     ", in " + duration_text(time) + "\n";
  if (!made.objects.left_out.empty()) {
    text += count_text(made.objects.left_out.size()) +
            " stored files were damaged or gone and are not in it; manifest.json names them.\n";
  }
  return text;
}

base::Result<Exit> make(const BackupArguments& arguments, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto options, backup::BackupOptions::from(parts->settings));
  backup::Backups backups(options, parts->databases.main, parts->storage);
  const backup::RunRequest request{started_by(), version, if_any(arguments.to), arguments.encrypt};
  ASSIGN_OR_RETURN(const auto done, backups.run(request, watch_on_terminal("saved")));
  const backup::Manifest& made = done.manifest;
  std::optional<backup::Proof> proof;
  if (arguments.prove) {
    ASSIGN_OR_RETURN(proof, backups.verify(made.id, request.only_to, watch_on_terminal("restored")));
  }
  if (done.missed) return base::failure(*done.missed);
  if (!json) {
    print(made_text(made) + (proof ? proof_text(*proof) : ""));
    return Exit::finished;
  }
  base::JsonWriter out;
  out.begin_object().member("status", "finished").member("backup", made.id).key("manifest").raw(backup::to_text(made));
  if (proof) write_proof(out.key("proof"), *proof);
  print(out.end_object().take() + "\n");
  return Exit::finished;
}

base::Result<Exit> list(const ListArguments& arguments, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto options, backup::BackupOptions::from(parts->settings));
  ASSIGN_OR_RETURN(const auto places, backup::open_places(options, if_any(arguments.from)));
  ASSIGN_OR_RETURN(const auto all, backup::list_backups(places));
  Table table({"backup", "made by", "in", "size", "stored files", "last proven"});
  base::JsonWriter out;
  out.begin_array();
  for (const backup::FoundBackup& one : all) {
    std::string kept_in;
    for (const std::string& place : one.places) kept_in += (kept_in.empty() ? "" : ", ") + place;
    table.add({one.manifest.id, one.manifest.program_version, kept_in, size_text(one.manifest.size_bytes()),
               count_text(one.manifest.objects.count), time_text(one.proven_at)});
    out.begin_object().member("backup", one.manifest.id).member("started_at", one.manifest.started_at.to_string());
    out.member("program_version", one.manifest.program_version).member("places", kept_in);
    out.member("size_bytes", one.manifest.size_bytes()).member("objects", one.manifest.objects.count);
    out.member("is_encrypted", one.manifest.is_sealed()).key("proven_at");
    if (one.proven_at) {
      out.value(one.proven_at->to_string());
    } else {
      out.null();
    }
    out.end_object();
  }
  if (!json && all.empty()) {
    print("No backups yet. `suppliers-import backup` makes one.\n");
  } else {
    print(json ? out.end_array().take() + "\n" : table.text());
  }
  return Exit::finished;
}

base::Result<Exit> verify(const VerifyArguments& arguments, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto options, backup::BackupOptions::from(parts->settings));
  backup::Backups backups(options, parts->databases.main, parts->storage);
  ASSIGN_OR_RETURN(const auto proof, backups.verify(arguments.id, std::nullopt, watch_on_terminal("restored")));
  base::JsonWriter out;
  write_proof(out, proof);
  print(json ? out.text() + "\n" : proof_text(proof));
  return Exit::finished;
}

/// What led from one database to another and leads nowhere now, as the databases are of one moment each.
base::Result<RepairedLinks> repair(platform::config::Settings settings) {
  const auto log = std::make_unique<platform::telemetry::Log>(platform::telemetry::LogStyle::readable,
                                                              platform::telemetry::log_level_named("WARNING"));
  ASSIGN_OR_RETURN(auto outside, Outside::from(settings));
  ASSIGN_OR_RETURN(auto parts, build_parts(std::move(settings)));
  Services services(std::move(parts), std::move(outside), *log);
  return repair_links(services);
}

base::Result<Exit> look_at_table(const backup::BackupOptions& options, const RestoreArguments& arguments, bool json) {
  const std::size_t dot = arguments.table.find('.');
  if (dot == std::string::npos || arguments.into.empty()) {
    return base::failure(usage_of_restore, "--table names no table to put somewhere: \"" + arguments.table + "\".",
                         "Write --table DATABASE.TABLE and --into SCHEMA (on SQLite --into FILE).");
  }
  ASSIGN_OR_RETURN(const std::uint64_t rows,
                   backup::restore_table(options,
                                         {arguments.id, if_any(arguments.from), arguments.table.substr(0, dot),
                                          arguments.table.substr(dot + 1), arguments.into},
                                         watch_on_terminal("restored")));
  base::JsonWriter out;
  out.begin_object().member("status", "finished").member("table", arguments.table).member("into", arguments.into);
  out.member("rows", rows).end_object();
  print(json ? out.text() + "\n" : arguments.table + " is in " + arguments.into + " now, to look at.\n");
  return Exit::finished;
}

base::Result<Exit> restore(const RestoreArguments& arguments, bool json) {
  ASSIGN_OR_RETURN(auto loaded, load_settings());
  ASSIGN_OR_RETURN(const auto options, backup::BackupOptions::from(loaded.settings));
  if (!arguments.table.empty()) return look_at_table(options, arguments, json);
  backup::RestoreOutcome outcome;
  {
    ASSIGN_OR_RETURN(auto storage, platform::storage::ObjectStore::from(loaded.settings));
    const backup::RestoreRequest request{arguments.id, if_any(arguments.from), if_any(arguments.database),
                                         arguments.confirm, arguments.while_at_work};
    ASSIGN_OR_RETURN(outcome, backup::restore(options, storage, request, watch_on_terminal("restored")));
  }
  ASSIGN_OR_RETURN(const RepairedLinks repaired, repair(std::move(loaded.settings)));
  const std::uint64_t removed = repaired.sources + repaired.mappings + repaired.schedules + repaired.files;
  base::JsonWriter out;
  out.begin_object().member("status", "finished").member("backup", outcome.id).member("place", outcome.place);
  out.key("databases").begin_array();
  for (const std::string& name : outcome.databases) out.value(name);
  out.end_array().member("rows", outcome.rows).member("objects", outcome.objects);
  out.member("removed_links", removed).end_object();
  print(json ? out.text() + "\n"
             : "Restored " + outcome.id + " from the " + outcome.place + ": " + count_text(outcome.rows) +
                   " rows as they were, " + count_text(outcome.objects) + " stored files put back, " +
                   count_text(removed) + " references that led nowhere removed.\n");
  return Exit::finished;
}

void add_restore_command(CLI::App& program, Exit& exit) {
  Command<RestoreArguments> command(program, "restore", "Put a backup in the place of the live data",
                                    "restore latest --confirm productsmanager.app");
  RestoreArguments& to = command.options();
  command.app().add_option("BACKUP", to.id, "Which one; `backup list` shows them")->capture_default_str();
  command.app().add_option("--from", to.from, "Where to take it from: folder, s3, or another folder");
  auto* database = command.app().add_option("--database", to.database, "This database alone, and no stored files");
  command.app().add_option("--confirm", to.confirm,
                           "The site's host name, or the database's name with --database: what is there is replaced");
  command.app().add_flag("--while-at-work", to.while_at_work, "Although processes of the installation run");
  auto* table = command.app().add_option("--table", to.table, "One table to look at, as DATABASE.TABLE; with --into");
  auto* into = command.app().add_option("--into", to.into, "A new schema for the table, on SQLite a new file");
  table->needs(into)->excludes(database);
  into->needs(table);
  command.runs(exit, restore);
}

}  // namespace

void add_backup_commands(CLI::App& program, Exit& exit) {
  Command<BackupArguments> command(program, "backup", "Save all databases and stored files", "backup --to s3 --verify");
  CLI::App& group = command.app();
  group.add_option("--to", command.options().to, "Only there: s3, folder, or another folder than BACKUP_DIR");
  group.add_flag("--encrypt", command.options().encrypt, "Fail rather than save unencrypted (BACKUP_KEY)");
  group.add_flag("--verify", command.options().prove, "Restore it beside the live data and compare");
  group.require_subcommand(0, 1);
  command.runs(exit, [&group, &exit](const BackupArguments& arguments, bool json) -> base::Result<Exit> {
    if (!group.get_subcommands().empty()) return exit;  // that one came first, and said how it went
    return make(arguments, json);
  });
  Command<ListArguments> lists(group, "list", "Show the backups there are", "backup list");
  lists.app().add_option("--from", lists.options().from, "Only there: folder, s3, or another folder");
  lists.runs(exit, list);
  Command<VerifyArguments> verifies(group, "verify", "Prove a backup: restore it beside the live data and compare",
                                    "backup verify latest");
  verifies.app().add_option("BACKUP", verifies.options().id, "Which one")->capture_default_str();
  verifies.runs(exit, verify);
  add_restore_command(program, exit);
}

}  // namespace app
