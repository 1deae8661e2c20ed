#include "catalogue/retention.hpp"

#include <algorithm>
#include <utility>

namespace motcua::catalogue {

bool RetentionPolicy::in_force(core::Date day) const {
  return (!valid_from || *valid_from <= day) && (!valid_to || day < *valid_to);
}

Retention::Retention(std::vector<RetentionPolicy> policies) : policies_{std::move(policies)} {}

const RetentionPolicy* Retention::policy_for(std::string_view procedure, std::string_view field, core::Date day) const {
  const auto first = [&](auto applies) {
    const auto found =
        std::ranges::find_if(policies_, [&](const RetentionPolicy& one) { return one.in_force(day) && applies(one); });
    return found == policies_.end() ? nullptr : &*found;
  };
  const auto* own = first([&](const RetentionPolicy& one) { return one.procedure == procedure; });
  return own != nullptr ? own : first([&](const RetentionPolicy& one) { return one.field == field; });
}

}  // namespace motcua::catalogue
