#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ops::release {

/// From which figures on a new version is taken back.
struct Limits {
  double error_percent = 2;                  ///< of the requests, answered with 5xx
  std::chrono::milliseconds latency{2'000};  ///< within which 95 of 100 requests must be answered
  std::uint64_t fewest_requests = 20;        ///< fewer say nothing
  int exhausted_readings = 3;                ///< one after the other, with requests waiting for a database connection
};

/// What a process says of itself at one moment; counters since its start.
struct Reading {
  double requests = 0, errors = 0;
  std::map<double, double> answered_within;  ///< seconds -> requests answered in so much or less
  double waiting_for_connections = 0;

  Reading& operator+=(const Reading& other);
};

/// Reads Prometheus' text format. Requests for health and metrics, and connections that stay open, do not count.
Reading read_metrics(std::string_view text);

/// Judges a new version by its readings, one after the other. Its processes count from their start, so all they count
/// is the new version's; how long answers took is judged from the first reading on, because what was answered while
/// the release itself kept the machine busy says nothing of the version.
class Judge {
 public:
  explicit Judge(Limits limits) : limits_(limits) {}

  /// Why the version is to be taken back, if it is.
  std::optional<std::string> take(const Reading& reading);
  /// "1,204 requests, 0 errors, 95 of 100 within 25 ms"
  std::string summary() const;

 private:
  std::optional<std::string> too_slow() const;
  Reading since_first() const;

  Limits limits_;
  std::optional<Reading> first_{};
  Reading latest_{};
  int exhausted_ = 0;
};

}  // namespace ops::release
