#include "app/release_view.h"

#include <fmt/format.h>
#include <unistd.h>

#include "app/terminal.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace app {
namespace {

using ops::release::Outcome;
using ops::release::Release;
using ops::release::ReleaseState;
using ops::release::Step;

std::chrono::milliseconds time_of(base::Timestamp from, const std::optional<base::Timestamp>& until) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(until.value_or(base::Timestamp::now()) - from);
}

std::string seconds_text(std::chrono::milliseconds time) {
  return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000.0);
}

void write_release(base::JsonWriter& out, const Release& one) {
  out.member("id", one.id.to_string()).member("kind", to_string(one.kind)).member("project", one.project);
  out.member("version", one.version).member("previous", one.previous).member("state", to_string(one.state));
  out.member("started_by", one.started_by).member("started_at", one.started_at.to_string()).key("ended_at");
  if (one.ended_at) {
    out.value(one.ended_at->to_string());
  } else {
    out.null();
  }
  out.member("seconds", static_cast<double>(time_of(one.started_at, one.ended_at).count()) / 1000.0);
  out.member("reason", one.reason).member("without_backup", one.without_backup);
}

std::string failing_text(const Outcome& outcome) {
  if (!outcome.failing) return {};
  std::string text = "Last lines of " + outcome.failing->container + ":\n";
  for (const std::string_view line : base::split(base::trim(outcome.failing->log), '\n'))
    text += "  " + std::string(base::trim(line)) + "\n";
  return text;
}

std::string headline(const Release& release) {
  const std::string time = seconds_text(time_of(release.started_at, release.ended_at));
  switch (release.state) {
    case ReleaseState::finished:
      return fmt::format("{} is at work, {} after the beginning. Before: {}.\n",
                         coloured(release.version, Colour::green), time, release.previous);
    case ReleaseState::returned:
      return fmt::format("{} was taken back, {} is at work again ({}).\n{}\n", coloured(release.version, Colour::red),
                         release.previous, time, release.reason);
    default:
      return fmt::format("{} {}.\n{}\n", coloured(release.version, Colour::red), to_string(release.state),
                         release.reason);
  }
}

}  // namespace

std::string outcome_text(const Outcome& outcome) {
  std::string text = headline(outcome.release) + failing_text(outcome);
  if (outcome.release.state == ReleaseState::finished && !outcome.release.reason.empty())
    text += "To be done by hand: " + outcome.release.reason + "\n";
  if (outcome.release.state == ReleaseState::failed)
    text +=
        "Containers of both versions may be running: look with `docker ps -a`, mend what is named above and run "
        "`suppliers-import rollback`.\n";
  return text;
}

std::string outcome_json(const Outcome& outcome) {
  base::JsonWriter out;
  out.begin_object();
  write_release(out, outcome.release);
  out.member("resumed", outcome.resumed).key("failing");
  if (outcome.failing) {
    out.begin_object().member("container", outcome.failing->container).member("log", outcome.failing->log).end_object();
  } else {
    out.null();
  }
  out.key("steps").begin_array();
  for (const Step& step : outcome.steps) {
    out.begin_object().member("number", step.number).member("name", step.name).member("state", step.state);
    out.member("detail", step.detail);
    out.member("seconds", static_cast<double>(time_of(step.started_at, step.ended_at).count()) / 1000.0).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

std::string preview_text(const ops::release::Preview& preview) {
  std::string text = fmt::format("Release {} in place of {} would:\n", preview.plan.version, preview.plan.previous);
  for (std::size_t i = 0; i < preview.lines.size(); ++i) text += fmt::format("{:>4}. {}\n", i + 1, preview.lines[i]);
  return text + "Nothing was changed.\n";
}

std::string preview_json(const ops::release::Preview& preview) {
  base::JsonWriter out;
  out.begin_object().member("version", preview.plan.version).member("previous", preview.plan.previous);
  out.key("would").begin_array();
  for (const std::string& line : preview.lines) out.value(line);
  out.end_array().end_object();
  return out.take();
}

std::string releases_text(const std::vector<Release>& releases) {
  Table table({"version", "state", "when", "by", "seconds", "kind", "before", "why"});
  for (const Release& one : releases) {
    table.add({one.version, std::string(to_string(one.state)), one.started_at.to_string().substr(0, 19), one.started_by,
               one.ended_at
                   ? count_text(static_cast<std::uint64_t>(time_of(one.started_at, one.ended_at).count() / 1000))
                   : "–",
               std::string(to_string(one.kind)), one.previous, one.reason});
  }
  return table.text();
}

std::string releases_json(const std::vector<Release>& releases) {
  base::JsonWriter out;
  out.begin_array();
  for (const Release& one : releases) {
    out.begin_object();
    write_release(out, one);
    out.end_object();
  }
  out.end_array();
  return out.take();
}

ReleaseProgress::ReleaseProgress(bool json) : silent_(json), live_(is_terminal(STDERR_FILENO)) {}

void ReleaseProgress::show(const Step& step, int of) {
  if (silent_) return;
  if (step.state == "note") return print_error(step.name + "\n");
  const std::string head = fmt::format("{:>2}/{}  {:<34}", step.number, of, step.name);
  if (step.state == "running") {
    if (live_) print_error(head);
    return;
  }
  const std::string mark = step.state == "done" ? "" : "failed: ";
  print_error((live_ ? "\r" : "") + head + fmt::format("{:>8}", seconds_text(time_of(step.started_at, step.ended_at))) +
              (step.detail.empty() ? "" : "  " + mark + step.detail) + "\n");
}

}  // namespace app
