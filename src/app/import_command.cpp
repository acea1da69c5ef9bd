#include <fstream>
#include <sstream>

#include "app/command.h"
#include "app/mapping_file.h"
#include "app/report_view.h"
#include "app/terminal.h"

namespace app {
namespace {

struct ImportOptions {
  std::string file, supplier, mode = "partial", mapping;
  bool dry_run = false, diff = false, strict = false;
};

constexpr std::uint64_t examples_shown = 3;

base::Result<imports::ImportRequest> request_of(const ImportOptions& options) {
  imports::ImportRequest request;
  request.file = options.file;
  request.supplier = options.supplier;
  request.mode = options.mode == "full" ? catalog::MergeMode::full : catalog::MergeMode::partial;
  request.effect = options.dry_run ? catalog::MergeEffect::dry_run : catalog::MergeEffect::apply;
  if (!options.mapping.empty()) {
    ASSIGN_OR_RETURN(request.mapping, read_mapping_file(options.mapping));
  }
  return request;
}

base::Result<> print_for_people(Parts& parts, const imports::ImportReport& report,
                                const std::vector<std::string>& changes) {
  for (const std::string& change : changes) print(change);
  if (!changes.empty()) print("\n");
  print(report_text(report));
  const std::uint64_t waiting = report.counts.rows.quarantined;
  if (waiting == 0 || report.status == "dry_run") return {};
  ASSIGN_OR_RETURN(const auto errors, parts.imports.errors(report.job_id, "reject", 0, examples_shown));
  print("\n" + examples_text(errors));
  print("\n" + count_text(waiting) + (waiting == 1 ? " row waits" : " rows wait") +
        " in quarantine: suppliers-import quarantine export " + report.job_id.to_string() + " > fix.csv\n");
  return {};
}

void print_for_programs(const imports::ImportReport& report, bool diff, const std::vector<std::string>& changes) {
  std::string object = imports::to_json(report);
  if (diff) {
    object.pop_back();
    object += ",\"changes\":[";
    for (std::size_t i = 0; i < changes.size(); ++i) object += (i == 0 ? "" : ",") + changes[i];
    object += "]}";
  }
  print(object + "\n");
}

base::Result<Exit> import_file(const ImportOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto request, request_of(options));
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  std::vector<std::string> changes;
  imports::ChangeCallback collect;
  if (options.diff) {
    collect = [&](const catalog::Change& change) {
      changes.push_back(json ? change_json(change) : change_text(change));
    };
  }
  ProgressLine line;
  ASSIGN_OR_RETURN(const auto report, parts->imports.run(
                                          request,
                                          [&](const imports::Progress& p) {
                                            if (!json) line.show(p);
                                          },
                                          collect));
  line.clear();
  if (json) {
    print_for_programs(report, options.diff, changes);
  } else {
    RETURN_IF_FAILED(print_for_people(*parts, report, changes));
  }
  return options.strict && report.counts.rows.quarantined > 0 ? Exit::rows_quarantined : Exit::finished;
}

}  // namespace

void add_import_command(CLI::App& program, Exit& exit) {
  Command<ImportOptions> command(
      program, "import", "Bring a supplier's file into the catalogue",
      "import prices.csv --supplier grossiste-a\n"
      "  suppliers-import import prices.xlsx --supplier grossiste-a --mode full --dry-run --diff");
  ImportOptions& options = command.options();
  command.app()
      .add_option("FILE", options.file, "CSV, XLSX, XLS, JSON, NDJSON or XML; gzip or zip around it is fine")
      ->required();
  command.app().add_option("--supplier", options.supplier, "The supplier's code; a new one is created")->required();
  command.app()
      .add_option("--mode", options.mode, "partial: offers not in the file stay; full: they are withdrawn")
      ->check(CLI::IsMember({"partial", "full"}))
      ->capture_default_str();
  command.app().add_option("--mapping", options.mapping,
                           "Mapping document to use and remember (see `mapping suggest`)");
  command.app().add_flag("--dry-run", options.dry_run, "Show what would happen, write nothing to the catalogue");
  command.app().add_flag("--diff", options.diff, "Also list every difference, field by field");
  command.app().add_flag("--strict", options.strict, "End with exit code 3 when rows were quarantined");
  command.runs(exit, import_file);
}

}  // namespace app
