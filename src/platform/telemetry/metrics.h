#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace platform::telemetry {

/// What a metric's values are kept apart by: {"route", "/api/v1/products/{id}"}.
using Labels = std::map<std::string, std::string>;

/// A figure read at the moment of a scrape.
struct Sample {
  Labels labels;
  double value = 0;
};

/// Durations summed up elsewhere, read at the moment of a scrape.
struct SummarySample {
  Labels labels;
  std::uint64_t count = 0;
  double sum_seconds = 0;
  std::map<double, double> quantiles{};  ///< {0.95, seconds}
};

/// The metrics of the process in Prometheus' text format. docs/metrics.md lists them. Thread-safe.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  /// Adds to a counter, made when first named.
  void count(std::string_view name, std::string_view help, const Labels& labels, double by = 1);
  /// Notes a duration in seconds.
  void observe_seconds(std::string_view name, std::string_view help, const Labels& labels, double seconds);
  /// A gauge whose values are asked for at each scrape.
  void gauge(std::string name, std::string help, std::function<std::vector<Sample>()> read);

  /// The same for a figure that only grows.
  void counter(std::string name, std::string help, std::function<std::vector<Sample>()> read);
  void summary(std::string name, std::string help, std::function<std::vector<SummarySample>()> read);

  /// Prometheus text exposition format 0.0.4.
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Gauges of this process: memory and how much it may hold, open files, threads, processor time (Linux's /proc), and
/// when it was started, which is when this is called.
void add_process_metrics(Metrics& metrics);

}  // namespace platform::telemetry
