#include "platform/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace platform::telemetry {

namespace {

void add_labels(prometheus::ClientMetric& metric, const Labels& labels) {
  for (const auto& [name, value] : labels) metric.label.push_back({name, value});
}

void add(prometheus::MetricFamily& family, const Sample& sample) {
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  add_labels(metric, sample.labels);
  metric.gauge.value = metric.counter.value = sample.value;
}

void add(prometheus::MetricFamily& family, const SummarySample& sample) {
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  add_labels(metric, sample.labels);
  metric.summary.sample_count = sample.count;
  metric.summary.sample_sum = sample.sum_seconds;
  for (const auto& [quantile, value] : sample.quantiles) metric.summary.quantile.push_back({quantile, value});
}

/// What fills a family at a scrape, from what `read` gives.
template <class Read>
std::function<void(prometheus::MetricFamily&)> filled_by(Read read) {
  return [read = std::move(read)](prometheus::MetricFamily& family) {
    for (const auto& sample : read()) add(family, sample);
  };
}

}  // namespace

struct Metrics::Impl {
  struct Asked {
    std::string name, help;
    prometheus::MetricType type;
    std::function<void(prometheus::MetricFamily&)> fill;
  };

  void ask(Asked wanted) {
    const std::lock_guard lock(mutex);
    asked.push_back(std::move(wanted));
  }

  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  mutable std::mutex mutex;
  std::map<std::string, prometheus::Family<prometheus::Counter>*, std::less<>> counters;
  std::map<std::string, prometheus::Family<prometheus::Histogram>*, std::less<>> histograms;
  std::vector<Asked> asked;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(std::string_view name, std::string_view help, const Labels& labels, double by) {
  const std::lock_guard lock(impl_->mutex);
  auto found = impl_->counters.find(name);
  if (found == impl_->counters.end()) {
    auto& family =
        prometheus::BuildCounter().Name(std::string(name)).Help(std::string(help)).Register(*impl_->registry);
    found = impl_->counters.emplace(std::string(name), &family).first;
  }
  found->second->Add(labels).Increment(by);
}

void Metrics::observe_seconds(std::string_view name, std::string_view help, const Labels& labels, double seconds) {
  static const prometheus::Histogram::BucketBoundaries buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                               0.1,    0.25,  0.5,    1,     2.5,  5,     10};
  const std::lock_guard lock(impl_->mutex);
  auto found = impl_->histograms.find(name);
  if (found == impl_->histograms.end()) {
    auto& family =
        prometheus::BuildHistogram().Name(std::string(name)).Help(std::string(help)).Register(*impl_->registry);
    found = impl_->histograms.emplace(std::string(name), &family).first;
  }
  found->second->Add(labels, buckets).Observe(seconds);
}

void Metrics::gauge(std::string name, std::string help, std::function<std::vector<Sample>()> read) {
  impl_->ask({std::move(name), std::move(help), prometheus::MetricType::Gauge, filled_by(std::move(read))});
}

void Metrics::counter(std::string name, std::string help, std::function<std::vector<Sample>()> read) {
  impl_->ask({std::move(name), std::move(help), prometheus::MetricType::Counter, filled_by(std::move(read))});
}

void Metrics::summary(std::string name, std::string help, std::function<std::vector<SummarySample>()> read) {
  impl_->ask({std::move(name), std::move(help), prometheus::MetricType::Summary, filled_by(std::move(read))});
}

std::string Metrics::text() const {
  std::vector<Impl::Asked> asked;
  {
    const std::lock_guard lock(impl_->mutex);
    asked = impl_->asked;
  }
  std::vector<prometheus::MetricFamily> families = impl_->registry->Collect();
  for (const Impl::Asked& one : asked) {
    prometheus::MetricFamily& family = families.emplace_back();
    family.name = one.name;
    family.help = one.help;
    family.type = one.type;
    one.fill(family);
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace platform::telemetry
