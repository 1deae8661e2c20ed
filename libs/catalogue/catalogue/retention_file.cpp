#include <algorithm>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

bool is_field(std::string_view code, const Procedures& procedures) {
  return std::ranges::any_of(procedures.all(), [&](const Procedure& one) { return one.field == code; });
}

/// One target, which the procedures know: a policy for nothing would erase nothing, and nobody would notice.
void check_target(const Entry& entry, const RetentionPolicy& policy, const Procedures& procedures) {
  const bool one = policy.procedure.empty() != policy.field.empty();
  entry.need(one, "must name either a procedure or a field");
  if (!one) return;
  if (policy.field.empty()) {
    entry.need(procedures.knows(policy.procedure), "no procedure has the code " + policy.procedure);
  } else {
    entry.need(is_field(policy.field, procedures), "no procedure has the field " + policy.field);
  }
}

Validity validity_of(const RetentionPolicy& policy) { return {policy.valid_from, policy.valid_to}; }

bool clash(const RetentionPolicy& one, const RetentionPolicy& other) {
  return one.procedure == other.procedure && one.field == other.field && validity_of(one).overlaps(validity_of(other));
}

}  // namespace

std::optional<Retention> read_retention(std::string_view text, const Procedures& procedures,
                                        std::vector<Mistake>& mistakes) {
  Findings findings{"retention.json", mistakes};
  const auto file = Entry::of_file(text, findings);
  if (!file) return std::nullopt;
  file->only({"policies"});
  file->need(file->is_list("policies"), "must hold a list policies, which may be empty");
  std::vector<RetentionPolicy> policies;
  for (const Entry& entry : file->placed("", "policies").coded_parts("policies", "policy")) {
    entry.only({"code", "procedure", "field", "keep_years", "valid_from", "valid_to", "knowledge", "source"});
    const std::string procedure = entry.has("procedure") ? entry.plain_text("procedure") : "";
    const std::string field = entry.has("field") ? entry.plain_text("field") : "";
    RetentionPolicy policy{
        entry.text("code"), procedure, field, static_cast<int>(entry.number("keep_years", 1, 100)), {}, {},
        entry.origin()};
    check_target(entry, policy, procedures);
    const auto validity = entry.validity();
    if (!validity) continue;
    policy.valid_from = validity->from;
    policy.valid_to = validity->to;
    entry.need(std::ranges::none_of(policies, [&](const RetentionPolicy& one) { return clash(one, policy); }),
               "another policy holds for the same at the same time");
    policies.push_back(std::move(policy));
  }
  if (findings.count() > 0) return std::nullopt;
  return Retention{std::move(policies)};
}

}  // namespace motcua::catalogue::reading
