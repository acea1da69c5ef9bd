#include "domain/suppliers/source_views.h"

namespace suppliers {
namespace {

std::optional<LastFetchView> last_fetch_of(const SourceState& state) {
  if (!state.checked_at) return std::nullopt;
  LastFetchView view{*state.checked_at, state.fetched_at, state.size, {}, state.import_id, {}};
  if (!state.digest.empty()) view.sha256 = state.digest;
  if (!state.problem_code.empty())
    view.problem = SourceProblemView{state.problem_code, state.problem_message, state.problem_cure};
  return view;
}

}  // namespace

SourceView view_of(const Source& source) {
  SourceView view;
  view.id = source.id;
  view.supplier = source.supplier;
  view.name = source.name;
  view.kind = to_string(source.kind);
  view.config = boost::json::parse(source.config);
  for (const auto& [name, sealed] : source.sealed) view.secrets.emplace(name, "set");
  view.mode = to_string(source.mode);
  view.is_enabled = source.is_enabled;
  view.last_fetch = last_fetch_of(source.state);
  view.created_at = source.created_at;
  view.updated_at = source.updated_at;
  return view;
}

SourceCheckView view_of(const SourceCheck& check) {
  SourceCheckView view{check.ok, check.summary, {}, {}};
  for (const SourceCheckStep& step : check.steps) view.steps.push_back({step.name, step.ok, step.detail, step.ms});
  if (check.problem)
    view.problem = SourceProblemView{std::string(check.problem->code()), check.problem->message, check.problem->cure};
  return view;
}

SourceFetchView view_of(const platform::queue::Enqueued& fetch) {
  return {fetch.job.id, std::string(platform::queue::to_string(fetch.job.status)), fetch.is_new};
}

}  // namespace suppliers
