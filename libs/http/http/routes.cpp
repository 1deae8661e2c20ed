#include "http/routes.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::http {

std::vector<Routes::Segment> Routes::read(const std::string& path) {
  if (path.empty() || path.front() != '/') throw std::logic_error{"a route must begin with a slash: " + path};
  std::vector<Segment> segments;
  for (const std::string_view part : core::split(std::string_view{path}.substr(1), '/')) {
    const bool parameter = part.size() > 2 && part.front() == '{' && part.back() == '}';
    segments.push_back({parameter, std::string{parameter ? part.substr(1, part.size() - 2) : part}});
  }
  return segments;
}

Routes::Routes(std::vector<Route> routes) : routes_{std::move(routes)} {
  for (const Route& route : routes_) {
    largest_body_ = std::max(largest_body_, route.body_limit);
    has_swift_ = has_swift_ || route.swift;
    auto segments = read(route.path);
    auto& paths = by_length_[segments.size()];
    auto path = std::find_if(paths.begin(), paths.end(), [&](const Path& one) { return one.text == route.path; });
    if (path == paths.end())
      path = paths.insert(paths.end(), Path{.text = route.path, .segments = std::move(segments)});
    const Route*& place = path->by_method[static_cast<std::size_t>(route.method)];
    if (place != nullptr)
      throw std::logic_error{std::string{"a route is given twice: "} + name_of(route.method) + " " + route.path};
    place = &route;
  }
  for (auto& [length, paths] : by_length_) {
    std::stable_sort(paths.begin(), paths.end(), [](const Path& left, const Path& right) {
      return std::lexicographical_compare(
          left.segments.begin(), left.segments.end(), right.segments.begin(), right.segments.end(),
          [](const Segment& one, const Segment& other) { return !one.parameter && other.parameter; });
    });
    for (Path& path : paths) {
      constexpr Method order[] = {Method::get,   Method::head, Method::post,  Method::put,
                                  Method::patch, Method::del,  Method::trace, Method::connect};
      const auto has = [&](Method method) { return path.by_method[static_cast<std::size_t>(method)] != nullptr; };
      for (const Method method : order) {
        if (has(method) || (method == Method::head && has(Method::get)))
          path.allow += std::string{name_of(method)} + ", ";
      }
      path.allow += name_of(Method::options);
    }
  }
}

bool Routes::matches(const Path& path, const std::vector<std::string>& segments) {
  return std::equal(path.segments.begin(), path.segments.end(), segments.begin(), segments.end(),
                    [](const Segment& pattern, const std::string& given) {
                      return pattern.parameter ? !given.empty() : pattern.text == given;
                    });
}

Routes::Found Routes::find(Method method, const std::vector<std::string>& segments) const {
  const auto paths = by_length_.find(segments.size());
  if (paths == by_length_.end()) return {};
  const auto path =
      std::find_if(paths->second.begin(), paths->second.end(), [&](const Path& one) { return matches(one, segments); });
  if (path == paths->second.end()) return {};

  Found found{.path = &path->text, .allow = &path->allow};
  found.route = path->by_method[static_cast<std::size_t>(method)];
  if (found.route == nullptr && method == Method::head)
    found.route = path->by_method[static_cast<std::size_t>(Method::get)];
  for (std::size_t at = 0; at < segments.size(); ++at) {
    if (path->segments[at].parameter) found.parameters[path->segments[at].text] = segments[at];
  }
  return found;
}

}  // namespace motcua::http
