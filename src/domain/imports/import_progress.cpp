#include "domain/imports/import_progress.h"

#include "base/json_writer.h"

namespace imports {

void ProgressTeller::reached(const Progress& progress, Clock::time_point now) {
  constexpr std::chrono::milliseconds pause{200};
  if (phase_ != progress.phase) {
    phase_ = progress.phase;
    began_at_ = progress.done;
    phase_began_ = now;
  } else if (now - told_at_ < pause) {
    return;
  }
  told_at_ = now;
  tell_(text(progress, now));
}

std::string ProgressTeller::text(const Progress& progress, Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - phase_began_).count();
  const std::uint64_t done = progress.done - began_at_;
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  base::JsonWriter json;
  json.begin_object().member("id", id_.to_string()).member("supplier", supplier_).member("status", "running");
  json.member("phase", to_string(progress.phase)).member("done", progress.done);
  json.member("unit", progress.phase == Phase::copying ? "bytes" : "rows");
  json.key("total");
  if (progress.total > 0) {
    json.value(progress.total);
  } else {
    json.null();
  }
  json.member("rate", static_cast<std::uint64_t>(rate));
  json.key("seconds_left");
  if (progress.total >= progress.done && progress.total > 0 && rate > 0) {
    json.value(static_cast<std::uint64_t>(static_cast<double>(progress.total - progress.done) / rate));
  } else {
    json.null();
  }
  return json.end_object().take();
}

std::string state_json(const ImportState& state) {
  base::JsonWriter json;
  json.begin_object().member("id", state.id.to_string()).member("supplier", state.supplier);
  json.member("file_name", state.file_name).member("status", state.status);
  json.member("is_cancelling", state.is_cancelling).member("dry_run", state.dry_run);
  if (state.report) {
    const auto& rows = state.report->counts.rows;
    json.key("ledger").begin_object().member("rows_read", state.report->rows_read);
    json.member("created", rows.created).member("updated", rows.updated).member("unchanged", rows.unchanged);
    json.member("quarantined", rows.quarantined).member("skipped", rows.skipped);
    json.member("withdrawn", state.report->counts.offers.withdrawn).member("balances", state.report->balances());
    json.end_object().member("duration_ms", state.report->duration_ms);
  }
  if (!state.problem_code.empty()) {
    json.key("problem").begin_object().member("code", state.problem_code);
    json.member("message", state.problem_message).member("cure", state.problem_cure).end_object();
  }
  return json.end_object().take();
}

}  // namespace imports
