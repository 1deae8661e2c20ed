#include "dossiers/forms/register.hpp"

#include "dossiers/forms/wording.hpp"
#include "dossiers/problems.hpp"

namespace motcua::dossiers::forms {
namespace {

std::string date_or_nothing(const std::optional<core::Instant>& moment) {
  return moment ? short_date(core::vietnam_date(*moment)) : "";
}

constexpr const char* not_shown = "(đã chuyển)";

std::vector<std::string> row_of(std::size_t number, const Registered& received, const catalogue::Catalogue& catalogue) {
  const Dossier& dossier = received.dossier;
  return {std::to_string(number),
          dossier.number,
          procedure_words(dossier.procedure, catalogue),
          received.people ? name_words(received.people->person) : not_shown,
          received.people ? received.people->person.phone.value_or("") : "",
          dossier.handling_unit ? unit_words(*dossier.handling_unit, catalogue) : "",
          short_date(core::vietnam_date(dossier.submitted_at)),
          dossier.deadline ? short_date(dossier.deadline->original) : "",
          date_or_nothing(dossier.resolved_at),
          date_or_nothing(dossier.returned_at),
          channel_words(dossier.channel),
          status_words(dossier.status)};
}

}  // namespace

core::Result<Register, http::Problem> register_of(const core::UnitId& unit, core::Date from, core::Date to,
                                                  std::span<const Registered> received,
                                                  const catalogue::Catalogue& catalogue) {
  const catalogue::FormSet& set = catalogue.forms.on(to);
  const catalogue::FormTitle* title = set.find(catalogue::Form::registry);
  if (title == nullptr) return problems::form_not_in_set();
  Register all{.head = head_of(set, *title, unit, to, catalogue), .from = from, .to = to, .rows = {}};
  for (const Registered& one : received) all.rows.push_back(row_of(all.rows.size() + 1, one, catalogue));
  return all;
}

}  // namespace motcua::dossiers::forms
