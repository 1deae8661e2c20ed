#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/knowledge.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// How long the people of a dossier are kept once it is closed (thời hạn lưu dữ liệu cá nhân). Holds from `valid_from`
/// to (not including) `valid_to`, by the day on which it is asked.
struct RetentionPolicy {
  std::string code;       ///< in events, for good
  std::string procedure;  ///< its code; empty when the policy is of a field
  std::string field;      ///< its code; empty when the policy is of a procedure
  int keep_years;         ///< 1 or more, from the day on which the dossier was closed
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  Origin origin;

  bool in_force(core::Date day) const;
};

/// All policies over time; none: people are kept for good. Immutable; safe to share between threads.
class Retention {
 public:
  explicit Retention(std::vector<RetentionPolicy> policies = {});

  /// A procedure's own goes before that of its field; null: kept for good.
  const RetentionPolicy* policy_for(std::string_view procedure, std::string_view field, core::Date day) const;
  const std::vector<RetentionPolicy>& all() const { return policies_; }

 private:
  std::vector<RetentionPolicy> policies_;
};

}  // namespace motcua::catalogue
