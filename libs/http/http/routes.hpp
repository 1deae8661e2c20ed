#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "http/server.hpp"

namespace motcua::http {

/// The route table. Pistache's router runs a regular expression over every request and gives path parameters undecoded;
/// this one compares decoded segments, a fixed segment before a parameter. Immutable; read from any thread.
class Routes {
 public:
  /// What a path leads to: no route and no `allow`: nothing is there.
  struct Found {
    const Route* route = nullptr;
    const std::string* path = nullptr;   ///< the template
    const std::string* allow = nullptr;  ///< the value of Allow
    std::map<std::string, std::string> parameters{};
  };

  /// Throws std::logic_error for a path that does not begin with a slash, or one route given twice.
  explicit Routes(std::vector<Route> routes);

  /// HEAD finds the route of GET when it has none of its own.
  Found find(Method method, const std::vector<std::string>& segments) const;
  std::size_t largest_body() const { return largest_body_; }
  bool has_swift() const { return has_swift_; }

 private:
  struct Segment {
    bool parameter;
    std::string text;
  };
  struct Path {
    std::string text;
    std::vector<Segment> segments;
    std::array<const Route*, 10> by_method{};
    std::string allow{};
  };
  static std::vector<Segment> read(const std::string& path);
  static bool matches(const Path& path, const std::vector<std::string>& segments);

  std::vector<Route> routes_;
  std::map<std::size_t, std::vector<Path>> by_length_;  // the most particular first
  std::size_t largest_body_ = 0;
  bool has_swift_ = false;
};

}  // namespace motcua::http
