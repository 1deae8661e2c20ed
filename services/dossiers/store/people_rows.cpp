#include "dossiers/store/people_rows.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "dossiers/store/paper_rows.hpp"
#include "dossiers/store/rows.hpp"
#include "store/answers.hpp"
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

/// From a name, a number and a phone.
PersonDetails details_in(std::span<store::Cell, 3> cells) {
  return {std::move(cells[0]).value_or(""), std::move(cells[1]), std::move(cells[2])};
}

std::vector<NamedComponent> papers_in(const std::string& text) {
  std::vector<NamedComponent> papers;
  for (const auto& paper : nlohmann::json::parse(text)) {
    papers.push_back({paper.at("name").get<std::string>(), paper_kind_from(paper.at("kind").get<std::string>()).value(),
                      paper.at("copies").get<int>()});
  }
  return papers;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : core::split(text, '\n')) lines.emplace_back(line);
  return lines;
}

void add_note(Texts& texts, NoteRef ref, std::string kind, std::string text) {
  if (kind == "papers") {
    texts.components = papers_in(text);
  } else if (kind == "reasons") {
    for (std::string& reason : lines_of(text)) texts.reasons.push_back(std::move(reason));
  } else if (kind == "moment_reason") {
    texts.moment_reasons.push_back({std::move(ref), std::move(text)});
  } else {
    texts.notes.push_back({std::move(ref), std::move(kind), lines_of(text)});
  }
}

/// The row's columns of a dossier and the six of its people after them.
Whole whole_in(std::vector<store::Cell>& row) {
  const auto details = [&](std::size_t at) {
    return details_in(std::span{row}.subspan(column_count() + at).first<3>());
  };
  Whole whole{kept_in(row).dossier, {}, {}};
  const Applicant& applicant = whole.dossier.applicant;
  whole.people = {applicant.kind, details(0), std::nullopt};
  if (applicant.representative) whole.people.representative = details(3);
  return whole;
}

/// Padded with the last line, which is written once: few statements are prepared.
std::size_t lines_at_once(std::size_t count) {
  for (const std::size_t size : {1, 2, 4, 8}) {
    if (count <= size) return size;
  }
  return 16;
}

}  // namespace

NewPerson new_person(const PersonDetails& details, const IdentityKeys& keys, core::Instant now) {
  std::string salt = new_salt();
  Person person{PersonRef{core::uuid7(now)}, digest_of(details, salt)};
  return {std::move(person), details, std::move(salt), keys.hash_of(details.identity_number)};
}

NewNote new_note(const std::string& kind, const std::string& text, core::Instant now) {
  std::string salt = new_salt();
  Note note{NoteRef{core::uuid7(now)}, digest_of(text, salt)};
  return {std::move(note), kind, text, std::move(salt)};
}

void insert(store::Transaction& tx, const DossierId& dossier, const NewPerson& person) {
  tx.send(
      "INSERT INTO persons (ref, dossier_id, name, identity_number, phone, salt, identity_key, identity_hash) VALUES "
      "(:ref, :dossier, :name, :number, :phone, :salt, :key, :hash)",
      person.person.ref, dossier, person.details.name, person.details.identity_number, person.details.phone,
      person.salt, person.identity ? std::optional{person.identity->key_id} : std::nullopt,
      person.identity ? std::optional{person.identity->hash} : std::nullopt);
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
    add_note(texts, std::move(ref), std::move(kind), std::move(text));
  }
  return texts;
}

std::map<NoteRef, std::string> texts_by_ref(store::Transaction& tx, const DossierId& dossier) {
  std::map<NoteRef, std::string> texts;
  for (auto& [ref, text] : tx.query<NoteRef, std::string>(
           "SELECT ref, text FROM notes WHERE dossier_id = :dossier AND kind <> 'papers' AND text IS NOT NULL",
           dossier)) {
    texts.emplace(std::move(ref), std::move(text));
  }
  return texts;
}

ApplicantDetails people_of(store::Transaction& tx, const Applicant& applicant) {
  ApplicantDetails people{applicant.kind, details_of(tx, applicant.person.ref), std::nullopt};
  if (applicant.representative) people.representative = details_of(tx, applicant.representative->ref);
  return people;
}

std::vector<std::optional<Whole>> wholes_of(store::Transaction& tx, const std::vector<const DossierId*>& ids) {
  const store::InList list = store::in_list(ids);
  const std::string sql =
      "SELECT dossier.*, applicant.name, applicant.identity_number, applicant.phone, representative.name, "
      "representative.identity_number, representative.phone, notes.ref, notes.kind, notes.text FROM (SELECT " +
      column_names() + " FROM dossiers WHERE id IN " + list.sql +
      ") AS dossier"
      " LEFT JOIN persons AS applicant ON applicant.ref = dossier.applicant_ref"
      " LEFT JOIN persons AS representative ON representative.ref = dossier.representative_ref"
      " LEFT JOIN notes ON notes.dossier_id = dossier.id AND notes.text IS NOT NULL ORDER BY dossier.id, notes.ref";
  const std::size_t note = column_count() + 6;
  std::map<DossierId, Whole> found;
  for (auto& row : tx.rows(sql, list.values, note + 3)) {  // one for each note, or one
    auto kind = std::move(row[note + 1]);
    auto text = std::move(row[note + 2]);
    auto ref = std::move(row[note]);
    DossierId id{row.front().value()};
    auto whole = found.find(id);
    if (whole == found.end()) whole = found.emplace(std::move(id), whole_in(row)).first;
    if (ref) add_note(whole->second.texts, NoteRef{*std::move(ref)}, kind.value(), text.value());
  }
  std::vector<std::optional<Whole>> wholes;
  for (const DossierId* id : ids) {
    const auto whole = found.find(*id);
    wholes.push_back(whole == found.end() ? std::nullopt : std::optional{whole->second});
  }
  return wholes;
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

void erase_people(store::Transaction& tx, const Dossier& dossier) {
  const auto erase = [&tx](const Person& person) {
    tx.send(
        "UPDATE persons SET name = NULL, identity_number = NULL, phone = NULL, salt = NULL, identity_key = NULL, "
        "identity_hash = NULL WHERE ref = :ref",
        person.ref);
  };
  erase(dossier.applicant.person);
  if (dossier.applicant.representative) erase(*dossier.applicant.representative);
  tx.send("UPDATE notes SET text = NULL, salt = NULL WHERE dossier_id = :dossier", dossier.id);
  tx.send("UPDATE dossiers SET slip_digest = NULL WHERE id = :dossier", dossier.id);
  let_go_of_papers(tx, dossier.id, dossier.last_recorded);
  store::erase_answers(tx, dossier.id.str());
}

void log_access(store::Transaction& tx, const Access& access) { log_accesses(tx, {&access, 1}); }

void log_accesses(store::Transaction& tx, std::span<const Access> lines) {
  std::string sql =
      "INSERT INTO access_log (id, at, issuer, actor, unit_id, dossier_id, fields, purpose, traceparent) VALUES ";
  std::vector<store::Value> values;
  const std::size_t size = lines_at_once(lines.size());
  values.reserve(size * 9);
  for (std::size_t at = 0; at < size; ++at) {
    const Access& one = lines[std::min(at, lines.size() - 1)];
    sql += at == 0 ? "" : ", ";
    sql += "(:id, :at, :issuer, :actor, :unit, :dossier, :fields, :purpose, :traceparent)";
    for (auto&& value : {store::Value{one.id}, store::Value{one.at}, store::Value{one.actor.issuer},
                         store::Value{one.actor.subject}, store::Value{one.actor.unit}, store::Value{one.dossier},
                         store::Value{one.fields}, store::Value{one.purpose}, store::Value{one.traceparent}})
      values.push_back(value);
  }
  tx.execute(sql + " ON CONFLICT DO NOTHING", values);
}

void log_many(store::Transaction& tx, std::span<const Access> lines) {
  constexpr std::size_t at_once = 16;
  while (!lines.empty()) {
    const std::size_t some = std::min(at_once, lines.size());
    log_accesses(tx, lines.first(some));
    lines = lines.subspan(some);
  }
}

}  // namespace motcua::dossiers::rows
