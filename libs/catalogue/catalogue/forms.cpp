#include "catalogue/forms.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "catalogue/reading.hpp"

namespace motcua::catalogue {
namespace {

constexpr std::array<std::pair<std::string_view, Form>, 7> forms{{{"receipt", Form::receipt},
                                                                  {"supplement-request", Form::supplement_request},
                                                                  {"refusal", Form::refusal},
                                                                  {"apology", Form::apology},
                                                                  {"stop-notice", Form::stop_notice},
                                                                  {"control-slip", Form::control_slip},
                                                                  {"register", Form::registry}}};

}  // namespace

std::string_view to_text(Form form) {
  for (const auto& [word, known] : forms) {
    if (known == form) return word;
  }
  return "";
}

std::optional<Form> form_named(std::string_view word) { return reading::named(forms, word); }

const FormTitle* FormSet::find(Form form) const {
  const auto found =
      std::find_if(forms.begin(), forms.end(), [form](const FormTitle& one) { return one.form == form; });
  return found == forms.end() ? nullptr : &*found;
}

Forms::Forms(std::vector<FormSet> sets) : sets_{std::move(sets)} {
  const bool ascending = std::is_sorted(sets_.begin(), sets_.end(), [](const FormSet& left, const FormSet& right) {
    return left.valid_from < right.valid_from;
  });
  if (sets_.empty() || sets_.front().valid_from || !ascending)
    throw std::invalid_argument{"sets of forms need one without a beginning, and the others after it"};
}

const FormSet& Forms::on(core::Date day) const {
  const auto last = std::find_if(sets_.rbegin(), sets_.rend(),
                                 [day](const FormSet& set) { return !set.valid_from || *set.valid_from <= day; });
  return *last;  // the first has no beginning
}

}  // namespace motcua::catalogue
