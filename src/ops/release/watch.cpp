#include "ops/release/watch.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace ops::release {
namespace {

struct Line {
  std::string_view name, labels;
  double value = 0;

  std::string_view label(std::string_view wanted) const {
    const std::string before = std::string(wanted) + "=\"";
    std::size_t at = labels.find(before);
    while (at != std::string_view::npos && at != 0 && labels[at - 1] != ',') at = labels.find(before, at + 1);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = labels.substr(at + before.size());
    return rest.substr(0, rest.find('"'));
  }
};

std::optional<double> number(std::string_view text) {
  if (text == "+Inf") return HUGE_VAL;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<Line> parse(std::string_view text) {
  if (text.empty() || text.front() == '#') return std::nullopt;
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto value = number(text.substr(blank + 1));
  if (!value) return std::nullopt;
  const std::string_view head = text.substr(0, blank);
  const std::size_t brace = head.find('{');
  if (brace == std::string_view::npos) return Line{head, {}, *value};
  if (!head.ends_with('}')) return std::nullopt;
  return Line{head.substr(0, brace), head.substr(brace + 1, head.size() - brace - 2), *value};
}

bool counts(std::string_view route) {
  return !route.starts_with("/health") && !route.starts_with("/metrics") && !route.ends_with("/health") &&
         !route.ends_with("/ws");
}

/// The bound within which `share` of the requests were answered; nothing when there were none.
std::optional<double> answered(const Reading& reading, double share) {
  const auto all = reading.answered_within.find(HUGE_VAL);
  if (all == reading.answered_within.end() || all->second <= 0) return std::nullopt;
  for (const auto& [bound, count] : reading.answered_within) {
    if (count >= share * all->second) return bound;
  }
  return HUGE_VAL;
}

constexpr double most = 0.95;

std::string count_of(double value) {
  return base::group_thousands(static_cast<unsigned long long>(std::llround(value)));
}

}  // namespace

Reading& Reading::operator+=(const Reading& other) {
  requests += other.requests;
  errors += other.errors;
  waiting_for_connections += other.waiting_for_connections;
  for (const auto& [bound, count] : other.answered_within) answered_within[bound] += count;
  return *this;
}

Reading read_metrics(std::string_view text) {
  Reading reading;
  for (const std::string_view one : base::split(text, '\n')) {
    const auto line = parse(base::trim(one));
    if (!line) continue;
    if (line->name == "http_requests_total" && counts(line->label("route"))) {
      reading.requests += line->value;
      if (line->label("status").starts_with('5')) reading.errors += line->value;
    } else if (line->name == "http_request_duration_seconds_bucket" && counts(line->label("route"))) {
      if (const auto bound = number(line->label("le"))) reading.answered_within[*bound] += line->value;
    } else if (line->name == "db_pool_connections" && line->label("state") == "waiting") {
      reading.waiting_for_connections += line->value;
    }
  }
  return reading;
}

std::optional<std::string> Judge::take(const Reading& reading) {
  if (!first_ || reading.requests < first_->requests) first_ = reading;
  latest_ = reading;
  exhausted_ = reading.waiting_for_connections > 0 ? exhausted_ + 1 : 0;
  if (exhausted_ >= limits_.exhausted_readings) {
    return fmt::format("{} requests waited for a database connection, {} times one after the other",
                       count_of(reading.waiting_for_connections), exhausted_);
  }
  if (reading.requests < static_cast<double>(limits_.fewest_requests)) return std::nullopt;
  if (reading.errors * 100 > limits_.error_percent * reading.requests) {
    return fmt::format("{} of {} requests were answered with an error, more than {:g} %", count_of(reading.errors),
                       count_of(reading.requests), limits_.error_percent);
  }
  return too_slow();
}

Reading Judge::since_first() const {
  Reading since = latest_;
  since.requests -= first_->requests;
  for (auto& [bound, count] : since.answered_within) {
    const auto before = first_->answered_within.find(bound);
    if (before != first_->answered_within.end()) count -= before->second;
  }
  return since;
}

std::optional<std::string> Judge::too_slow() const {
  const Reading since = since_first();
  if (since.requests < static_cast<double>(limits_.fewest_requests)) return std::nullopt;
  const auto within = answered(since, most);
  if (!within || *within * 1000 <= static_cast<double>(limits_.latency.count())) return std::nullopt;
  return fmt::format("more than 5 of 100 requests took longer than {} ms", limits_.latency.count());
}

std::string Judge::summary() const {
  if (!first_) return "no figures could be read";
  std::string text = count_of(latest_.requests) + " requests, " + count_of(latest_.errors) + " errors";
  if (const auto within = answered(since_first(), most); within && std::isfinite(*within))
    text += fmt::format(", 95 of 100 within {:g} ms", *within * 1000);
  return text;
}

}  // namespace ops::release
