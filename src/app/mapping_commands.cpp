#include <fmt/format.h>

#include "app/command.h"
#include "app/mapping_file.h"
#include "app/terminal.h"
#include "base/json_writer.h"

namespace app {
namespace {

struct SuggestOptions {
  std::string file;
};
struct ShowOptions {
  std::string supplier;
  int version = 0;
};
struct SetOptions {
  std::string supplier, file;
};

base::Result<Exit> suggest(const SuggestOptions& options, bool) {
  ASSIGN_OR_RETURN(const auto sniffed, imports::sniff(options.file));
  print(imports::to_json(imports::suggest_mapping(sniffed)) + "\n");
  return Exit::finished;
}

constexpr base::ProblemKind no_mapping{"mapping.none", "Supplier has no mapping", 404, base::LogLevel::info};

base::Result<Exit> show(const ShowOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto supplier, parts->suppliers.find(options.supplier));
  ASSIGN_OR_RETURN(const auto versions, parts->imports.mapping_versions(supplier));
  for (const imports::MappingVersion& version : versions) {
    if (options.version != 0 && version.version != options.version) continue;
    if (!json) {
      print(version.document + "\n");
      return Exit::finished;
    }
    base::JsonWriter out;
    out.begin_object()
        .member("supplier", supplier.code)
        .member("version", version.version)
        .member("origin", version.origin);
    out.member("created_at", version.created_at.to_string()).key("mapping").raw(version.document).end_object();
    print(out.text() + "\n");
    return Exit::finished;
  }
  return base::failure(no_mapping,
                       options.version == 0
                           ? "Supplier \"" + supplier.code + "\" has no mapping yet."
                           : fmt::format("Supplier \"{}\" has no mapping version {}.", supplier.code, options.version),
                       versions.empty() ? "Its first import makes one; or set one with `suppliers-import mapping set`."
                                        : fmt::format("The latest is version {}.", versions.front().version));
}

base::Result<Exit> set(const SetOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto mapping, read_mapping_file(options.file));
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto supplier, parts->suppliers.ensure(options.supplier));
  ASSIGN_OR_RETURN(const auto version, parts->imports.store_mapping(supplier, mapping, "given"));
  base::JsonWriter out;
  out.begin_object().member("supplier", supplier.code).member("version", version.version).end_object();
  print(json ? out.text() + "\n"
             : fmt::format("Mapping version {} is in force for {}.\n", version.version, supplier.code));
  return Exit::finished;
}

}  // namespace

void add_mapping_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("mapping", "How a supplier's columns become catalogue fields");
  group.require_subcommand(1);
  {
    Command<SuggestOptions> command(group, "suggest", "Print the mapping document a file suggests",
                                    "mapping suggest prices.csv > mapping.json");
    command.app().add_option("FILE", command.options().file, "A file of the supplier")->required();
    command.runs(exit, suggest);
  }
  {
    Command<ShowOptions> command(group, "show", "Print a supplier's mapping document",
                                 "mapping show grossiste-a --version 2");
    command.app().add_option("SUPPLIER", command.options().supplier, "The supplier's code")->required();
    command.app().add_option("--version", command.options().version, "An older version")->check(CLI::PositiveNumber);
    command.runs(exit, show);
  }
  {
    Command<SetOptions> command(group, "set", "Give a supplier a mapping document (a new version)",
                                "mapping set grossiste-a mapping.json");
    command.app()
        .add_option("SUPPLIER", command.options().supplier, "The supplier's code; a new one is created")
        ->required();
    command.app().add_option("FILE", command.options().file, "The document, or - for standard input")->required();
    command.runs(exit, set);
  }
}

}  // namespace app
