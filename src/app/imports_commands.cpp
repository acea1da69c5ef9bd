#include <fmt/format.h>

#include "app/command.h"
#include "app/ids.h"
#include "app/report_view.h"
#include "app/terminal.h"
#include "base/json_writer.h"

namespace app {
namespace {

struct ListOptions {
  std::string supplier;
  std::uint64_t limit = 20;
};
struct JobOptions {
  std::string id;
};
struct ErrorOptions {
  std::string id, severity;
  std::uint64_t after = 0, limit = 100;
};

std::string job_json(const imports::ImportJob& job) {
  base::JsonWriter out;
  out.begin_object();
  out.member("job_id", job.id.to_string()).member("supplier", job.supplier).member("file", job.file_name);
  out.member("file_digest", job.file_digest).member("mode", job.mode).member("status", job.status);
  out.member("rows_total", job.rows_total)
      .member("resumed", job.resumed)
      .member("created_at", job.created_at.to_string());
  out.key("finished_at");
  if (job.finished_at) {
    out.value(job.finished_at->to_string());
  } else {
    out.null();
  }
  out.key("report").raw(job.report ? imports::to_json(*job.report) : "null");
  out.key("problem");
  if (job.problem_code.empty()) {
    out.null();
  } else {
    out.begin_object()
        .member("code", job.problem_code)
        .member("message", job.problem_message)
        .member("cure", job.problem_cure);
    out.end_object();
  }
  out.end_object();
  return out.take();
}

std::string status_text(const imports::ImportJob& job) {
  const Colour colour = job.status == "finished" ? Colour::green : job.status == "failed" ? Colour::red : Colour::amber;
  return coloured(job.status, colour);
}

base::Result<Exit> list_imports(const ListOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto jobs, parts->imports.list(options.supplier, options.limit));
  if (json) {
    print("[");
    for (std::size_t i = 0; i < jobs.size(); ++i) print((i == 0 ? "" : ",") + job_json(jobs[i]));
    print("]\n");
    return Exit::finished;
  }
  if (jobs.empty()) {
    print("No imports yet. Start with: suppliers-import import FILE --supplier CODE\n");
    return Exit::finished;
  }
  Table table({"import", "started", "supplier", "file", "rows", "created", "updated", "quarantined", "status"});
  for (const imports::ImportJob& job : jobs) {
    const auto count = [&](std::uint64_t catalog::MergeCounts::Rows::*bucket) {
      return job.report ? count_text(job.report->counts.rows.*bucket) : std::string("–");
    };
    using Rows = catalog::MergeCounts::Rows;
    table.add({job.id.to_string(), job.created_at.to_string().substr(0, 19), job.supplier, job.file_name,
               count_text(job.rows_total), count(&Rows::created), count(&Rows::updated), count(&Rows::quarantined),
               status_text(job)});
  }
  print(table.text());
  return Exit::finished;
}

base::Result<Exit> show_import(const JobOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto id, parse_id(options.id));
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto job, parts->imports.find(id));
  if (json) {
    print(job_json(job) + "\n");
    return Exit::finished;
  }
  print(fmt::format("Import {}  {}\n  {} of {} for {}, {} rows, begun {}\n\n", job.id.to_string(), status_text(job),
                    job.mode, job.file_name, job.supplier, count_text(job.rows_total), job.created_at.to_string()));
  if (job.report) print(report_text(*job.report) + "\n");
  if (!job.problem_code.empty()) {
    print(coloured("  " + job.problem_message, Colour::red) + "\n  " + job.problem_cure + " (" + job.problem_code +
          ")\n\n");
  }
  ASSIGN_OR_RETURN(const auto lines, parts->imports.log(id));
  for (const imports::LogLine& line : lines)
    print("  " + line.at.to_string().substr(0, 19) + "  " + line.message + "\n");
  if (job.status != "finished") print("\nTo go on: suppliers-import imports resume " + job.id.to_string() + "\n");
  return Exit::finished;
}

base::Result<Exit> show_errors(const ErrorOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto id, parse_id(options.id));
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto job, parts->imports.find(id));
  ASSIGN_OR_RETURN(const auto errors, parts->imports.errors(job.id, options.severity, options.after, options.limit));
  if (!json) {
    print(errors.empty() ? "No problems kept for this import.\n" : examples_text(errors));
    if (errors.size() == options.limit) {
      print(fmt::format("More: suppliers-import imports errors {} --after {}\n", options.id, errors.back().row_number));
    }
    return Exit::finished;
  }
  base::JsonWriter out;
  out.begin_array();
  for (const imports::ImportError& error : errors) {
    out.begin_object();
    out.member("row", error.row_number).member("line", error.line).member("byte_offset", error.byte_offset);
    out.member("severity", error.severity)
        .member("code", error.code)
        .member("field", error.field)
        .member("raw", error.raw);
    out.key("cells").raw(error.cells);
    out.key("problems").raw(error.problems);
    out.end_object();
  }
  out.end_array();
  print(out.text() + "\n");
  return Exit::finished;
}

base::Result<Exit> show_diff(const JobOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto id, parse_id(options.id));
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto job, parts->imports.find(id));
  RETURN_IF_FAILED(parts->imports.each_change(
      job.id, [&](const catalog::Change& change) { print(json ? change_json(change) + "\n" : change_text(change)); }));
  return Exit::finished;
}

base::Result<Exit> resume_import(const JobOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto id, parse_id(options.id));
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ProgressLine line;
  ASSIGN_OR_RETURN(const auto report, parts->imports.resume(id, [&](const imports::Progress& p) {
    if (!json) line.show(p);
  }));
  line.clear();
  print(json ? imports::to_json(report) + "\n" : report_text(report));
  return Exit::finished;
}

}  // namespace

void add_imports_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("imports", "Look at past imports, go on with interrupted ones");
  group.require_subcommand(1);
  {
    Command<ListOptions> command(group, "list", "List imports, newest first", "imports list --supplier grossiste-a");
    command.app().add_option("--supplier", command.options().supplier, "Only this supplier's");
    command.app()
        .add_option("--limit", command.options().limit, "How many at most")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command.runs(exit, list_imports);
  }
  {
    Command<JobOptions> command(group, "show", "Show an import: report, problem, log",
                                "imports show 0192f3c1-7c2e-7d41-9f00-3a5b6c7d8e9f");
    command.app().add_option("IMPORT", command.options().id, "The import's id")->required();
    command.runs(exit, show_import);
  }
  {
    Command<ErrorOptions> command(group, "errors", "Show the rows with problems and what to do about each",
                                  "imports errors 0192f3c1-7c2e-7d41-9f00-3a5b6c7d8e9f --limit 20");
    command.app().add_option("IMPORT", command.options().id, "The import's id")->required();
    command.app()
        .add_option("--severity", command.options().severity, "Only quarantined rows (reject) or warnings (warn)")
        ->check(CLI::IsMember({"reject", "warn"}));
    command.app().add_option("--after", command.options().after, "Start after this row")->check(CLI::NonNegativeNumber);
    command.app()
        .add_option("--limit", command.options().limit, "How many rows at most")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command.runs(exit, show_errors);
  }
  {
    Command<JobOptions> command(
        group, "diff", "Show what an import changed, offer by offer and field by field (JSON: one object a line)",
        "imports diff 0192f3c1-7c2e-7d41-9f00-3a5b6c7d8e9f");
    command.app().add_option("IMPORT", command.options().id, "The import's id")->required();
    command.runs(exit, show_diff);
  }
  {
    Command<JobOptions> command(group, "resume", "Go on with an interrupted or failed import",
                                "imports resume 0192f3c1-7c2e-7d41-9f00-3a5b6c7d8e9f");
    command.app().add_option("IMPORT", command.options().id, "The import's id")->required();
    command.runs(exit, resume_import);
  }
}

void add_quarantine_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("quarantine", "Rows that could not be imported, kept to be corrected");
  group.require_subcommand(1);
  Command<JobOptions> command(
      group, "export",
      "Write an import's quarantined rows as CSV with the reason beside each: correct them and import the file",
      "quarantine export 0192f3c1-7c2e-7d41-9f00-3a5b6c7d8e9f > fix.csv");
  command.app().add_option("IMPORT", command.options().id, "The import's id")->required();
  command.runs(exit, [](const JobOptions& options, bool json) -> base::Result<Exit> {
    ASSIGN_OR_RETURN(const auto id, parse_id(options.id));
    ASSIGN_OR_RETURN(const auto parts, build_parts());
    if (json) return show_errors({options.id, "reject", 0, UINT32_MAX}, true);
    RETURN_IF_FAILED(parts->imports.export_quarantine(id, [](std::string_view text) { print(text); }));
    return Exit::finished;
  });
}

}  // namespace app
