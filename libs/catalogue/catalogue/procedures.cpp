#include "catalogue/procedures.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace motcua::catalogue {

Switches OwnSwitches::over(const Switches& defaults) const {
  return {.supplement_effect = supplement_effect.value_or(defaults.supplement_effect),
          .supplement_limit = supplement_limit.value_or(defaults.supplement_limit),
          .supplement_reply_limit = supplement_reply_limit.value_or(defaults.supplement_reply_limit),
          .financial_step = financial_step.value_or(defaults.financial_step),
          .reappointment_limit = reappointment_limit.value_or(defaults.reappointment_limit),
          .reception = {.cut_off = receipt_cut_off.value_or(defaults.reception.cut_off),
                        .saturday_until = saturday_reception_until.value_or(defaults.reception.saturday_until)}};
}

bool Procedure::in_force(core::Date day) const {
  return (!valid_from || *valid_from <= day) && (!valid_to || day < *valid_to);
}

bool Procedure::is_received_at(Level unit_level) const { return unit_level <= level; }

std::int64_t in_units(const calendar::Allowance& limit) {
  return limit.mode == calendar::Mode::hour ? limit.amount / 60 : limit.amount;
}

Procedures::Procedures(std::vector<Procedure> procedures, std::vector<DefaultSwitches> defaults,
                       std::map<std::string, std::string> agencies)
    : procedures_{std::move(procedures)}, defaults_{std::move(defaults)}, agencies_{std::move(agencies)} {
  const auto not_later = [](const auto& left, const auto& right) { return begins(left) >= begins(right); };
  if (defaults_.empty() || std::adjacent_find(defaults_.begin(), defaults_.end(), not_later) != defaults_.end()) {
    throw std::invalid_argument{"the defaults of the switches ascend and are not none"};
  }
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

const DefaultSwitches& Procedures::defaults_on(core::Date day) const {
  const auto next = std::partition_point(defaults_.begin() + 1, defaults_.end(),
                                         [&](const DefaultSwitches& one) { return begins(one) <= day; });
  return *std::prev(next);
}

Switches Procedures::switches_of(const Procedure& procedure, core::Date day) const {
  const Switches& defaults = defaults_on(day).switches;
  return procedure.switches ? procedure.switches->over(defaults) : defaults;
}

std::string Procedures::agency_name(const std::string& code) const {
  const auto found = agencies_.find(code);
  return found == agencies_.end() ? std::string{} : found->second;
}

}  // namespace motcua::catalogue
