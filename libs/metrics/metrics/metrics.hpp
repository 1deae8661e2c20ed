#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::metrics {

using Labels = std::map<std::string, std::string>;

/// Handles to one time series each. Cheap to copy and to use from any thread; resolve them once, keep them. They live
/// as long as the registry they came from.
class Counter {
 public:
  explicit Counter(void* series) : series_{series} {}
  void increment(double by = 1);

 private:
  void* series_;
};

class Gauge {
 public:
  explicit Gauge(void* series) : series_{series} {}
  void set(double value);
  void add(double change);

 private:
  void* series_;
};

class Histogram {
 public:
  explicit Histogram(void* series) : series_{series} {}
  void observe(std::chrono::duration<double> took);

 private:
  void* series_;
};

/// Every time series of this process, on prometheus-cpp. Labels are templates, outcomes and topics; never an id, a path
/// as it came, a name or an error's text: nothing here limits how many series labels can make.
class Registry {
 public:
  /// Adds the process's own series (CPU, memory, descriptors, threads, start) and `motcua_build_info`.
  explicit Registry(const std::string& service);
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  /// The same name and labels give the same series. A name once used keeps its kind and help text.
  Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  /// Buckets of the OpenTelemetry convention for requests: 0.005 s to 10 s, and 0.001 s below.
  Histogram histogram(const std::string& name, const std::string& help, const Labels& labels = {});

  /// Prometheus text format 0.0.4.
  std::string text() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::metrics
