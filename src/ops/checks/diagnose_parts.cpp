#include "ops/checks/diagnose_parts.h"

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <sys/utsname.h>
#include <zlib.h>

#include "base/json_writer.h"
#include "ops/checks/own_health.h"
#include "ops/checks/server_facts_store.h"
#include "platform/config/text_file.h"
#include "platform/db/databases.h"
#include "platform/db/migrations.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/processes.h"
#include "platform/telemetry/sentry.h"

namespace ops {
namespace {

using namespace std::chrono_literals;
using base::JsonWriter;
using platform::config::Settings;
using platform::db::Database;
using platform::db::Databases;

std::string not_gathered(const base::Problem& problem) {
  JsonWriter out(JsonWriter::Style::indented);
  out.begin_object().member("problem", problem.message).member("code", problem.code()).end_object();
  return out.take() + "\n";
}

/// What `write` writes, or why it cannot.
template <class Write>
std::string json_with(const Settings& settings, Write write) {
  auto databases = Databases::open(settings);
  if (!databases) return not_gathered(databases.error());
  JsonWriter out(JsonWriter::Style::indented);
  if (const base::Result<> written = write(*databases, out); !written) return not_gathered(written.error());
  return out.take() + "\n";
}

void write_job(JsonWriter& out, const platform::queue::Job& job) {
  out.begin_object().member("id", job.id.to_string()).member("queue", job.queue).member("kind", job.kind);
  out.member("attempt", job.attempt).member("takeovers", job.takeovers).member("worker", job.worker);
  out.member("created_at", job.created_at.to_string()).member("code", job.problem_code);
  out.member("message", platform::telemetry::without_secrets(job.problem_message)).end_object();
}

}  // namespace

std::string about_text(const DiagnoseOptions& options) {
  utsname system{};
  ::uname(&system);
  std::string text = "Gathered " + base::Timestamp::now().to_string() + "\nsuppliers-import " + options.version + "\n";
  text += std::string(system.sysname) + " " + system.release + " " + system.machine + "\n";
  text +=
      std::string(::curl_version()) + "\n" + ::OpenSSL_version(OPENSSL_VERSION) + "\nzlib " + ::zlibVersion() + "\n";
  if (const auto release = platform::config::read_text_file("/etc/os-release")) text += "\n" + *release;
  if (const auto memory = platform::config::read_text_file("/proc/meminfo"))
    text += "\n" + memory->substr(0, memory->find("Buffers"));
  if (const auto load = platform::config::read_text_file("/proc/loadavg")) text += "Load: " + *load;
  return text;
}

std::string settings_json(const platform::config::Loaded& loaded) {
  JsonWriter out(JsonWriter::Style::indented);
  out.begin_object().key("settings").begin_array();
  for (const auto& setting : loaded.report) {
    const bool is_default = setting.source == platform::config::SettingSource::default_value;
    out.begin_object().member("name", setting.info->name).member("value", setting.shown);
    out.member("is_default", is_default).end_object();
  }
  out.end_array().key("warnings").begin_array();
  for (const std::string& warning : loaded.warnings) out.value(warning);
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string processes_json(const Settings& settings) {
  return json_with(settings, [](Databases& databases, JsonWriter& out) -> base::Result<> {
    ASSIGN_OR_RETURN(const auto processes, platform::queue::ProcessRegistry(databases.main).list());
    out.begin_array();
    for (const auto& process : processes) {
      out.begin_object().member("role", process.role).member("name", process.name).member("version", process.version);
      out.member("started_at", process.started_at.to_string()).member("seen_at", process.seen_at.to_string());
      out.member("is_alive", process.is_alive(base::Timestamp::now())).end_object();
    }
    out.end_array();
    return {};
  });
}

std::string queues_json(const Settings& settings) {
  return json_with(settings, [](Databases& databases, JsonWriter& out) -> base::Result<> {
    using platform::queue::JobStatus;
    platform::queue::JobQueue queue(databases.main);
    ASSIGN_OR_RETURN(const auto counts, queue.counts());
    ASSIGN_OR_RETURN(const auto paused, queue.paused());
    out.begin_object().key("queues").begin_array();
    for (const auto& one : counts) {
      out.begin_object().member("queue", one.queue);
      for (const auto& [status, jobs] : one.jobs) out.member(to_string(status), jobs);
      out.end_object();
    }
    out.end_array().key("paused").begin_array();
    for (const auto& one : paused) out.value(one.queue);
    out.end_array().key("jobs").begin_array();
    for (const JobStatus status : {JobStatus::running, JobStatus::failed, JobStatus::dead}) {
      ASSIGN_OR_RETURN(const auto jobs, queue.list({.status = status}));
      for (const auto& job : jobs) write_job(out, job);
    }
    out.end_array().end_object();
    return {};
  });
}

std::string migrations_json(const Settings& settings) {
  return json_with(settings, [](Databases& databases, JsonWriter& out) -> base::Result<> {
    out.begin_array();
    for (Database* const database : databases.all()) {
      const auto steps = platform::db::Migrator(*database).status();
      out.begin_object().member("database", database->name()).member("at", database->masked_url());
      if (!steps) out.member("problem", steps.error().message);
      out.key("steps").begin_array();
      for (const auto& step : steps ? *steps : std::vector<platform::db::MigrationState>{}) {
        out.begin_object().member("version", static_cast<std::uint64_t>(step.migration.version));
        out.member("name", step.migration.name).member("applied_at", step.applied_at);
        out.member("checksum_agrees", step.checksum_agrees).end_object();
      }
      out.end_array().end_object();
    }
    out.end_array();
    return {};
  });
}

std::string statements_json(const Settings& settings) {
  return json_with(settings, [](Databases& databases, JsonWriter& out) -> base::Result<> {
    out.begin_array();
    for (Database* const database : databases.all()) {
      out.begin_object().member("database", database->name()).key("statements").begin_array();
      const auto connection = database->acquire();
      const auto costs = connection ? read_statement_costs(**connection)
                                    : base::Result<std::vector<StatementCost>>(base::failure(connection.error()));
      for (const StatementCost& one : costs ? *costs : std::vector<StatementCost>{}) {
        out.begin_object().member("text", one.text).member("calls", one.calls);
        out.member("total_ms", one.total_ms).member("mean_ms", one.mean_ms).end_object();
      }
      out.end_array();
      if (!costs) out.member("problem", costs.error().message);
      out.end_object();
    }
    out.end_array();
    return {};
  });
}

std::string metrics_text(const Settings& settings, const char* port_setting) {
  const auto port = static_cast<unsigned short>(std::stoul(settings.value(port_setting)));
  if (listener_of(port, 3s) != Listener::ours) {
    return "No process of this program listens on port " + std::to_string(port) + " (" + port_setting +
           ") of this machine.\n";
  }
  auto answer = ask_own_metrics(port, 5s);
  return answer ? *std::move(answer) : answer.error().text() + "\n";
}

}  // namespace ops
