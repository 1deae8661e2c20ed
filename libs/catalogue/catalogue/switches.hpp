#pragma once

#include <optional>
#include <string_view>

#include "calendar/calendar.hpp"
#include "catalogue/knowledge.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// What a request for a supplement does to the clock. The words are in files, events and answers: append only.
enum class SupplementEffect { restart, pause, no_effect };
/// `RESTART`, `PAUSE`, `NO_EFFECT`.
std::string_view to_text(SupplementEffect effect);
std::optional<SupplementEffect> supplement_effect_named(std::string_view word);

/// What waiting for a tax or a fee does to the clock. Append only.
enum class FinancialStep { pause, count };
/// `PAUSE`, `COUNT`.
std::string_view to_text(FinancialStep step);
std::optional<FinancialStep> financial_step_named(std::string_view word);

/// What the law leaves open, or says differently by sector.
struct Switches {
  SupplementEffect supplement_effect = SupplementEffect::restart;
  int supplement_limit = 1;  ///< requests without a leader's override
  /// Working days for the citizen's answer, after which the dossier may be stopped; nothing: no end.
  std::optional<int> supplement_reply_limit;
  FinancialStep financial_step = FinancialStep::pause;
  int reappointment_limit = 1;
  calendar::Reception reception;

  bool operator==(const Switches&) const = default;
};

/// What holds for every procedure that says nothing else, until the next of its kind begins.
struct DefaultSwitches {
  std::optional<core::Date> valid_from;
  Switches switches;
  Origin origin;
};

/// What one version of a procedure says for itself; a switch it does not name is as the defaults of the day have it.
struct OwnSwitches {
  std::optional<SupplementEffect> supplement_effect;
  std::optional<int> supplement_limit;
  std::optional<std::optional<int>> supplement_reply_limit;  ///< may say: no end
  std::optional<FinancialStep> financial_step;
  std::optional<int> reappointment_limit;
  std::optional<std::optional<std::chrono::minutes>> receipt_cut_off;  ///< may say: the end of the last session
  std::optional<std::optional<std::chrono::minutes>> saturday_reception_until;  ///< may say: none
  Origin origin;

  Switches over(const Switches& defaults) const;
};

}  // namespace motcua::catalogue
