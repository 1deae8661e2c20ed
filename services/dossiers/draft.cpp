#include "dossiers/draft.hpp"

#include <utility>

#include "core/random.hpp"

namespace motcua::dossiers {

std::optional<Note> noted(NewNotes& notes, const char* kind, const std::vector<std::string>& texts, core::Instant now) {
  if (texts.empty()) return std::nullopt;
  return notes.emplace_back(rows::new_note(kind, rows::text_of(texts), now)).note;
}

std::optional<Declared> declared(NewNotes& notes, const std::optional<StatedMoment>& stated, core::Instant now) {
  if (!stated) return std::nullopt;
  return Declared{stated->occurred_at, noted(notes, "moment_reason", {stated->reason}, now)};
}

core::Result<Draft, Refusal> drafted(const Registration& registration, const Place& place,
                                     const std::optional<StatedMoment>& stated, const catalogue::Catalogue& catalogue,
                                     const IdentityKeys& keys, core::Date day, core::Instant now) {
  Draft draft{DossierId{core::uuid7(now)}, place.unit->agency_code, day, {}, {}, {}};
  const Facts facts{.now = now,
                    .stated = declared(draft.notes, stated, now),
                    .told = Told::live,
                    .by_leader = false,
                    .rules = rules_of(catalogue, *place.procedure, day),
                    .calendar = catalogue.calendar};
  const auto& applicant = registration.applicant;
  draft.people.push_back(rows::new_person(applicant.person, keys, now));
  if (applicant.representative) draft.people.push_back(rows::new_person(*applicant.representative, keys, now));
  RegisterDossier order{.id = draft.id,
                        .number = "",
                        .receiving_unit = place.unit->id,
                        .channel = registration.channel,
                        .applicant = {applicant.kind, draft.people.front().person, std::nullopt},
                        .components = rows::without_names(registration.components),
                        .source = std::nullopt};
  if (applicant.representative) order.applicant.representative = draft.people.back().person;
  Decision decision = decide({}, order, facts);
  if (!decision) return decision.error();
  draft.events = std::move(decision).value();
  if (!registration.components.empty())
    draft.notes.push_back(rows::new_note("papers", rows::text_of(registration.components), now));
  return draft;
}

std::vector<Happening> numbered(const Draft& draft, const std::string& number) {
  std::vector<Happening> events = draft.events;
  std::get<DossierRegistered>(events.front().event).number = number;
  return events;
}

}  // namespace motcua::dossiers
