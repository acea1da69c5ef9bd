#include "ops/checks/diagnose.h"

#include <functional>

#include "ops/checks/bounded.h"
#include "ops/checks/diagnose_parts.h"
#include "ops/checks/known_secrets.h"
#include "ops/checks/private_file.h"
#include "ops/checks/tar_gz.h"
#include "platform/telemetry/sentry.h"

namespace ops {
namespace {

using namespace std::chrono_literals;
using platform::config::Loaded;

struct Part {
  std::string name;
  std::function<std::string()> text;
};

std::string guarded(const std::function<std::string()>& text) {
  try {
    return text();
  } catch (const std::exception& error) {
    return std::string("This could not be gathered: ") + error.what() + "\n";
  }
}

std::vector<Part> parts_of(const std::shared_ptr<const Loaded>& loaded, const DiagnoseOptions& options) {
  const auto with = [&](auto text) { return [loaded, text] { return text(loaded->settings); }; };
  std::vector<Part> parts{{"settings.json", [loaded] { return settings_json(*loaded); }},
                          {"processes.json", with(processes_json)},
                          {"queues.json", with(queues_json)},
                          {"migrations.json", with(migrations_json)},
                          {"statements.json", with(statements_json)},
                          {"logs.txt", [loaded, more = options.logs] { return logs_text(loaded->settings, more); }}};
  for (const char* const port : {"PORT", "WORKER_PORT", "SCHEDULER_PORT"}) {
    parts.push_back(
        {std::string("metrics-") + port + ".txt", [loaded, port] { return metrics_text(loaded->settings, port); }});
  }
  return parts;
}

std::string findings_json(const Examination& examination) {
  base::JsonWriter out(base::JsonWriter::Style::indented);
  write_findings(out, "findings", examination.findings);
  return out.take() + "\n";
}

/// Gathers the parts, all at once, each in a bounded time.
std::vector<ArchiveEntry> gathered(const std::vector<Part>& parts, bool& all_ended) {
  constexpr auto longest = 15s;
  std::vector<Bounded<std::string>> running;
  running.reserve(parts.size());
  for (const Part& part : parts) running.emplace_back(longest, [text = part.text] { return guarded(text); });
  std::vector<ArchiveEntry> entries;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto text = running[i].result();
    all_ended = all_ended && text.has_value();
    entries.push_back({parts[i].name, text.value_or("This could not be gathered within 15 seconds.\n")});
  }
  return entries;
}

}  // namespace

base::Result<Diagnosis> diagnose(const base::Result<Loaded>& settings, const DiagnoseOptions& options) {
  std::error_code ignored;  // writing tells
  if (std::filesystem::exists(options.to, ignored)) {
    return base::failure(file_exists, "\"" + options.to.string() + "\" exists already and is left as it is.",
                         "Choose another name.");
  }
  const Examination examination = examine(settings, options.doctor);
  Diagnosis diagnosis{{}, examination.all_ended};
  std::vector<ArchiveEntry> entries{{"about.txt", about_text(options)}, {"doctor.json", findings_json(examination)}};
  KnownSecrets secrets;
  if (settings) {
    secrets = KnownSecrets(settings->settings);
    for (auto& entry : gathered(parts_of(std::make_shared<const Loaded>(*settings), options), diagnosis.all_ended))
      entries.push_back(std::move(entry));
  }
  for (ArchiveEntry& entry : entries) {
    entry.content = secrets.without(entry.content);
    diagnosis.entries.push_back(entry.name);
    entry.name.insert(0, "suppliers-import-diagnosis/");
  }
  const std::int64_t seconds = base::Timestamp::now().microseconds() / 1'000'000;
  RETURN_IF_FAILED(write_private_file(options.to, tar_gz(entries, seconds)));
  return diagnosis;
}

}  // namespace ops
