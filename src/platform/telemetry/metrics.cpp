#include "platform/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace platform::telemetry {

struct Metrics::Impl {
  struct Asked {
    std::string name, help;
    std::function<std::vector<Sample>()> read;
  };

  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  mutable std::mutex mutex;
  std::map<std::string, prometheus::Family<prometheus::Counter>*, std::less<>> counters;
  std::map<std::string, prometheus::Family<prometheus::Histogram>*, std::less<>> histograms;
  std::vector<Asked> gauges;
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
  const std::lock_guard lock(impl_->mutex);
  impl_->gauges.push_back({std::move(name), std::move(help), std::move(read)});
}

std::string Metrics::text() const {
  std::vector<Impl::Asked> gauges;
  {
    const std::lock_guard lock(impl_->mutex);
    gauges = impl_->gauges;
  }
  std::vector<prometheus::MetricFamily> families = impl_->registry->Collect();
  for (const Impl::Asked& asked : gauges) {
    prometheus::MetricFamily family;
    family.name = asked.name;
    family.help = asked.help;
    family.type = prometheus::MetricType::Gauge;
    for (const Sample& sample : asked.read()) {
      prometheus::ClientMetric& metric = family.metric.emplace_back();
      for (const auto& [name, value] : sample.labels) metric.label.push_back({name, value});
      metric.gauge.value = sample.value;
    }
    families.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace platform::telemetry
