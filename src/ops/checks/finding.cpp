#include "ops/checks/finding.h"

#include <algorithm>

namespace ops {

std::string_view to_string(State state) {
  if (state == State::ok) return "ok";
  return state == State::warning ? "warning" : "failed";
}

Finding fine(std::string area, std::string found) {
  return {std::move(area), State::ok, std::move(found), {}, {}};
}

Finding worrying(std::string area, std::string found, std::string cure) {
  return {std::move(area), State::warning, std::move(found), std::move(cure), {}};
}

Finding failing(std::string area, std::string found, std::string cure) {
  return {std::move(area), State::failed, std::move(found), std::move(cure), {}};
}

State worst_of(const Findings& findings) {
  State worst = State::ok;
  for (const Finding& finding : findings) worst = std::max(worst, finding.state);
  return worst;
}

void write_findings(base::JsonWriter& out, std::string_view name, const Findings& findings) {
  const auto count = [&](State state) { return std::ranges::count(findings, state, &Finding::state); };
  out.begin_object().member("status", to_string(worst_of(findings)));
  out.member("ok", std::int64_t{count(State::ok)}).member("warnings", std::int64_t{count(State::warning)});
  out.member("failed", std::int64_t{count(State::failed)}).key(name).begin_array();
  for (const Finding& finding : findings) {
    out.begin_object().member("area", finding.area).member("state", to_string(finding.state));
    out.member("found", finding.found).member("cure", finding.cure);
    out.member("time_ms", std::int64_t{finding.time.count()}).end_object();
  }
  out.end_array().end_object();
}

}  // namespace ops
