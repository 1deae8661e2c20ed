#include "dossiers/store/people_rows.hpp"

#include <nlohmann/json.hpp>

#include "core/random.hpp"
#include "core/text.hpp"
#include "store/in_list.hpp"

namespace motcua::dossiers::rows {
namespace {

std::string new_salt() { return core::to_hex(core::random_bytes(16)); }

PersonDetails details_of(store::Transaction& tx, const PersonRef& ref) {
  using Text = std::optional<std::string>;
  auto found = tx.first<Text, Text, Text>("SELECT name, identity_number, phone FROM persons WHERE ref = :ref", ref);
  if (!found) return {};
  auto& [name, identity_number, phone] = *found;
  return {name.value_or(""), std::move(identity_number), std::move(phone)};
}

std::vector<NamedComponent> papers_in(const std::string& text) {
  std::vector<NamedComponent> papers;
  for (const auto& paper : nlohmann::json::parse(text)) {
    papers.push_back({paper.at("name").get<std::string>(), paper_kind_from(paper.at("kind").get<std::string>()).value(),
                      paper.at("copies").get<int>()});
  }
  return papers;
}

}  // namespace

NewPerson new_person(const PersonDetails& details, core::Instant now) {
  std::string salt = new_salt();
  Person person{PersonRef{core::uuid7(now)}, digest_of(details, salt)};
  return {std::move(person), details, std::move(salt)};
}

NewNote new_note(const std::string& kind, const std::string& text, core::Instant now) {
  std::string salt = new_salt();
  Note note{NoteRef{core::uuid7(now)}, digest_of(text, salt)};
  return {std::move(note), kind, text, std::move(salt)};
}

void insert(store::Transaction& tx, const DossierId& dossier, const NewPerson& person) {
  tx.send(
      "INSERT INTO persons (ref, dossier_id, name, identity_number, phone, salt) VALUES (:ref, :dossier, :name, "
      ":number, :phone, :salt)",
      person.person.ref, dossier, person.details.name, person.details.identity_number, person.details.phone,
      person.salt);
}

void insert(store::Transaction& tx, const DossierId& dossier, const NewNote& note) {
  tx.send("INSERT INTO notes (ref, dossier_id, kind, text, salt) VALUES (:ref, :dossier, :kind, :text, :salt)",
          note.note.ref, dossier, note.kind, note.text, note.salt);
}

std::string text_of(const std::vector<NamedComponent>& papers) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const NamedComponent& paper : papers) {
    list.push_back({{"name", paper.name}, {"kind", name_of(paper.kind)}, {"copies", paper.copies}});
  }
  return list.dump();
}

std::vector<Component> without_names(const std::vector<NamedComponent>& papers) {
  std::vector<Component> components;
  components.reserve(papers.size());
  for (const NamedComponent& paper : papers) components.push_back({paper.kind, paper.copies});
  return components;
}

std::string text_of(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& one : reasons) text += (text.empty() ? "" : "\n") + one;
  return text;
}

Texts texts_of(store::Transaction& tx, const DossierId& dossier) {
  Texts texts;
  // By ref: they ascend with time.
  for (auto& [ref, kind, text] : tx.query<NoteRef, std::string, std::string>(
           "SELECT ref, kind, text FROM notes WHERE dossier_id = :dossier AND text IS NOT NULL ORDER BY ref",
           dossier)) {
    if (kind == "papers") texts.components = papers_in(text);
    if (kind == "moment_reason") texts.moment_reasons.push_back({ref, text});
    if (kind != "reasons") continue;
    for (const std::string_view reason : core::split(text, '\n')) texts.reasons.emplace_back(reason);
  }
  return texts;
}

ApplicantDetails people_of(store::Transaction& tx, const Applicant& applicant) {
  ApplicantDetails people{applicant.kind, details_of(tx, applicant.person.ref), std::nullopt};
  if (applicant.representative) people.representative = details_of(tx, applicant.representative->ref);
  return people;
}

PeopleOfMany::PeopleOfMany(store::Transaction& tx, std::span<const Dossier> dossiers) {
  std::vector<PersonRef> refs;
  for (const Dossier& dossier : dossiers) {
    refs.push_back(dossier.applicant.person.ref);
    if (dossier.applicant.representative) refs.push_back(dossier.applicant.representative->ref);
  }
  if (refs.empty()) return;
  const store::InList list = store::in_list<PersonRef>(refs);
  using Text = std::optional<std::string>;
  for (auto& [ref, name, identity_number, phone] : tx.query_bound<PersonRef, Text, Text, Text>(
           "SELECT ref, name, identity_number, phone FROM persons WHERE ref IN " + list.sql, list.values)) {
    known_.emplace(ref, PersonDetails{name.value_or(""), std::move(identity_number), std::move(phone)});
  }
}

ApplicantDetails PeopleOfMany::of(const Applicant& applicant) const {
  const auto details = [this](const Person& person) {
    const auto found = known_.find(person.ref);
    return found == known_.end() ? PersonDetails{} : found->second;
  };
  ApplicantDetails people{applicant.kind, details(applicant.person), std::nullopt};
  if (applicant.representative) people.representative = details(*applicant.representative);
  return people;
}

void log_access(store::Transaction& tx, const Access& access) {
  tx.send(
      "INSERT INTO access_log (id, at, issuer, actor, unit_id, dossier_id, fields, purpose, traceparent) "
      "VALUES (:id, :at, :issuer, :actor, :unit, :dossier, :fields, :purpose, :traceparent)",
      core::uuid7(access.at), access.at, access.actor.issuer, access.actor.subject, access.actor.unit, access.dossier,
      access.fields, access.purpose, access.traceparent);
}

}  // namespace motcua::dossiers::rows
