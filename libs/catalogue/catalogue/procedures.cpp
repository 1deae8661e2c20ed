#include "catalogue/procedures.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace motcua::catalogue {
namespace {

// An open beginning comes before every date.
core::Date begins(const Procedure& procedure) { return procedure.valid_from.value_or(core::Date::min()); }

}  // namespace

std::string_view to_text(Knowledge knowledge) {
  switch (knowledge) {
    case Knowledge::verified: return "verified";
    case Knowledge::memory: return "memory";
    case Knowledge::invented: return "invented";
  }
  return "unknown";
}

bool Procedure::in_force(core::Date day) const {
  return (!valid_from || *valid_from <= day) && (!valid_to || day < *valid_to);
}

bool Procedure::is_received_at(Level unit_level) const { return unit_level <= level; }

Procedures::Procedures(std::vector<Procedure> procedures) : procedures_{std::move(procedures)} {
  std::sort(procedures_.begin(), procedures_.end(), [](const Procedure& left, const Procedure& right) {
    return std::tuple{std::string_view{left.code}, begins(left)} <
           std::tuple{std::string_view{right.code}, begins(right)};
  });
}

std::span<const Procedure> Procedures::versions_of(std::string_view code) const {
  const auto first = std::partition_point(procedures_.begin(), procedures_.end(),
                                          [&](const Procedure& one) { return one.code < code; });
  const auto last =
      std::partition_point(first, procedures_.end(), [&](const Procedure& one) { return one.code == code; });
  return {first, last};
}

const Procedure* Procedures::in_force(std::string_view code, core::Date day) const {
  for (const Procedure& one : versions_of(code)) {
    if (one.in_force(day)) return &one;
  }
  return nullptr;
}

const Procedure* Procedures::find(std::string_view code, std::string_view version) const {
  for (const Procedure& one : versions_of(code)) {
    if (one.version == version) return &one;
  }
  return nullptr;
}

bool Procedures::knows(std::string_view code) const { return !versions_of(code).empty(); }

std::vector<const Procedure*> Procedures::on(core::Date day) const {
  std::vector<const Procedure*> result;
  for (const Procedure& one : procedures_) {
    if (one.in_force(day)) result.push_back(&one);
  }
  return result;
}

}  // namespace motcua::catalogue
