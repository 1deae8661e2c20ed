#include "dossiers/printing.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "dossiers/forms/content.hpp"
#include "dossiers/forms/layout.hpp"
#include "dossiers/forms/register.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/sight.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/store/register_rows.hpp"
#include "dossiers/store/rows.hpp"
#include "http/query.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers {
namespace {

// What one statement takes.
constexpr std::size_t people_at_once = 200;

/// All that a dossier's papers are made from, read at one moment.
struct Read {
  std::vector<outbox::HistoryRow> history;
  ApplicantDetails people;
  std::vector<NamedComponent> components;
  std::map<NoteRef, std::string> texts;
};
Read read_all(store::Transaction& tx, const Dossier& dossier) {
  return {outbox::history_of(tx, dossier.id.str(), 0, most_events), rows::people_of(tx, dossier.applicant),
          rows::texts_of(tx, dossier.id).components, rows::texts_by_ref(tx, dossier.id)};
}

std::vector<forms::Registered> with_people(store::Transaction& tx, std::span<const Dossier> dossiers) {
  std::vector<forms::Registered> all;
  all.reserve(dossiers.size());
  for (std::size_t at = 0; at < dossiers.size(); at += people_at_once) {
    const auto some = dossiers.subspan(at, std::min(people_at_once, dossiers.size() - at));
    const rows::PeopleOfMany people{tx, some};
    for (const Dossier& dossier : some) all.push_back({dossier, people.of(dossier.applicant)});
  }
  return all;
}

/// What the access log says was shown. A control slip goes from desk to desk and shows nobody.
std::string shown_on(catalogue::Form form) { return form == catalogue::Form::control_slip ? "" : "applicant,notes,"; }

/// Nobody keeps it: it shows people, and who is shown them is written down each time.
http::Response pdf(std::string bytes, std::string_view name) {
  http::Response response{.status = 200, .content_type = "application/pdf", .body = std::move(bytes)};
  response.with("Cache-Control", "no-store")
      .with("Content-Disposition", "inline; filename=\"" + std::string{name} + ".pdf\"");
  return response;
}

}  // namespace

bool is_lookup_address(std::string_view text) {
  constexpr std::size_t longest = 200;
  const auto after = [&](std::string_view scheme) { return text.starts_with(scheme) && text.size() > scheme.size(); };
  return (after("https://") || after("http://")) && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; }) &&
         text.find_first_of("@?#\"<>\\") == std::string_view::npos;
}

Printing::Printing(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
                   paper::Press& press, Settings settings)
    : database_{database},
      catalogue_{catalogue},
      scopes_{scopes},
      clock_{std::move(clock)},
      press_{press},
      settings_{std::move(settings)} {
  if (!is_lookup_address(settings_.lookup_address))
    throw std::invalid_argument{
        "lookup_address must begin with https:// or http:// and have at most 200 visible ASCII characters without "
        "user, "
        "query and fragment"};
}

http::Response Printing::form(const Caller& caller, const DossierId& id, catalogue::Form form,
                              const std::string& purpose) {
  const auto catalogue = catalogue_.current();
  const Light light{scopes_, *catalogue, core::vietnam_date(clock_())};
  const auto read = database_.in_read([&](store::Transaction& tx) -> core::Result<Read, http::Problem> {
    const auto kept = rows::load(tx, id, rows::For::reading);
    if (!kept) return http::not_found();
    const Dossier& dossier = kept->dossier;
    if (auto hidden = hidden_from(caller, light, dossier.responsible_unit, dossier.handling_unit))
      return *std::move(hidden);
    if (!sees_people(caller, light, dossier.responsible_unit, dossier.handling_unit)) return problems::forbidden();
    return read_all(tx, dossier);
  });
  if (!read) return caller.write(read.error());

  const auto sheet = forms::sheet_of(
      form, {read->history, read->people, read->components, read->texts, *catalogue, settings_.lookup_address});
  if (!sheet) return caller.write(sheet.error());
  const std::string word{catalogue::to_text(form)};
  const auto turn = press_.turn();
  if (!turn) return caller.write(problems::press_busy());
  const rows::Access access{clock_(), caller.actor, id, purpose, caller.traceparent, shown_on(form) + "form:" + word};
  database_.write_one([&](store::Transaction& tx) { rows::log_access(tx, access); });
  return pdf(press_.print(*turn, paper::Format::upright, sheet->number,
                          [&](paper::Document& document) { forms::lay_out(*sheet, document); }),
             word);
}

http::Response Printing::registry(const Caller& caller, const RegisterQuery& query, const std::string& purpose) {
  const auto catalogue = catalogue_.current();
  const core::Date today = core::vietnam_date(clock_());
  const catalogue::Unit* unit = catalogue->units.find(core::UnitId{query.unit});
  if (unit == nullptr) unit = catalogue->units.in_force_or_last(query.unit, today);
  if (unit == nullptr) return caller.write(problems::unknown_unit());
  const Light light{scopes_, *catalogue, today};
  if (!sees_people(caller, light, unit->id, std::nullopt)) return caller.write(problems::forbidden());

  std::vector<Dossier> dossiers;
  auto received = database_.in_read([&](store::Transaction& tx) {
    dossiers = rows::received_by(tx, unit->id, core::vietnam_instant(query.from),
                                 core::vietnam_instant(query.to + std::chrono::days{1}), settings_.register_lines + 1);
    if (static_cast<std::int64_t>(dossiers.size()) > settings_.register_lines) return std::vector<forms::Registered>{};
    return with_people(tx, dossiers);
  });
  if (static_cast<std::int64_t>(dossiers.size()) > settings_.register_lines)
    return caller.write(problems::register_too_long(settings_.register_lines));
  // What was transferred is another unit's: who sees it no longer is shown its line without its people.
  for (forms::Registered& one : received) {
    if (!sees_people(caller, light, one.dossier.responsible_unit, one.dossier.handling_unit)) one.people.reset();
  }
  const auto all = forms::register_of(unit->id, query.from, query.to, received, *catalogue);
  if (!all) return caller.write(all.error());

  const auto turn = press_.turn();
  if (!turn) return caller.write(problems::press_busy());
  std::vector<rows::Access> accesses;
  accesses.reserve(dossiers.size());
  for (const forms::Registered& one : received) {
    if (one.people)
      accesses.push_back(
          {clock_(), caller.actor, one.dossier.id, purpose, caller.traceparent, "applicant,form:register"});
  }
  database_.transaction([&](store::Transaction& tx) { rows::log_many(tx, accesses); });
  return pdf(press_.print(*turn, paper::Format::sideways, "",
                          [&](paper::Document& document) { forms::lay_out(*all, document); }),
             "register");
}

}  // namespace motcua::dossiers
