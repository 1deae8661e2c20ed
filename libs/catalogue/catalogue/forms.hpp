#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/knowledge.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// The papers of the one door. Their words stand in files, addresses and the access log: append only.
enum class Form { receipt, supplement_request, refusal, apology, stop_notice, control_slip, registry };
/// `receipt`, `supplement-request`, `refusal`, `apology`, `stop-notice`, `control-slip`, `register`.
std::string_view to_text(Form form);
std::optional<Form> form_named(std::string_view word);

/// What a set of forms calls one of them.
struct FormTitle {
  Form form;
  std::string number;  ///< as `01`
  std::string title;
};

/// The forms that a circular prescribes, until the next one's.
struct FormSet {
  std::optional<core::Date> valid_from;
  std::string legal_basis;  ///< the line that stands on each paper
  std::string authority;    ///< whose the counter is: with the unit's kind and name it makes the paper's head
  std::string office;       ///< what the counter is called
  std::vector<FormTitle> forms;
  Origin origin;

  /// Nothing for a paper that the set does not know.
  const FormTitle* find(Form form) const;
};

/// All sets of forms over time. Immutable; safe to share between threads.
class Forms {
 public:
  /// They ascend, and the first has an open beginning (std::invalid_argument). The catalogue, which reads them, tells
  /// it better.
  explicit Forms(std::vector<FormSet> sets);

  /// The set in force on that day.
  const FormSet& on(core::Date day) const;
  const std::vector<FormSet>& all() const { return sets_; }

 private:
  std::vector<FormSet> sets_;
};

}  // namespace motcua::catalogue
