#include "metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "metrics/process.hpp"

namespace motcua::metrics {
namespace {

prometheus::MetricFamily family(const ProcessFigure& figure) {
  prometheus::MetricFamily made;
  made.name = figure.name;
  made.help = figure.help;
  made.type = figure.counts ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
  auto& metric = made.metric.emplace_back();
  (figure.counts ? metric.counter.value : metric.gauge.value) = figure.value;
  return made;
}

}  // namespace

void Counter::increment(double by) { static_cast<prometheus::Counter*>(series_)->Increment(by); }

void Gauge::set(double value) { static_cast<prometheus::Gauge*>(series_)->Set(value); }
void Gauge::add(double change) { static_cast<prometheus::Gauge*>(series_)->Increment(change); }

void Histogram::observe(std::chrono::duration<double> took) {
  static_cast<prometheus::Histogram*>(series_)->Observe(took.count());
}

struct Registry::Parts {
  prometheus::Registry registry;
};

Registry::Registry(const std::string& service) : parts_{std::make_unique<Parts>()} {
  gauge("motcua_build_info", "1; the labels say what runs.", {{"service", service}, {"version", MOTCUA_VERSION}})
      .set(1);
}

Registry::~Registry() = default;

Counter Registry::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return Counter{&prometheus::BuildCounter().Name(name).Help(help).Register(parts_->registry).Add(labels)};
}

Gauge Registry::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return Gauge{&prometheus::BuildGauge().Name(name).Help(help).Register(parts_->registry).Add(labels)};
}

Histogram Registry::histogram(const std::string& name, const std::string& help, const Labels& labels) {
  static const prometheus::Histogram::BucketBoundaries seconds{0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25,
                                                               0.5,   0.75,  1,    2.5,   5,    7.5,   10};
  return Histogram{&prometheus::BuildHistogram().Name(name).Help(help).Register(parts_->registry).Add(labels, seconds)};
}

std::string Registry::text() const {
  auto families = parts_->registry.Collect();
  for (const auto& figure : process_figures()) families.push_back(family(figure));
  return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace motcua::metrics
