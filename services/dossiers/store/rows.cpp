#include "dossiers/store/rows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "dossiers/store/correction_rows.hpp"
#include "dossiers/store/step_rows.hpp"
#include "store/in_list.hpp"

namespace motcua::dossiers::rows {
namespace {

using store::Cell;
using store::FromCell;
using store::Value;

// Reading and writing below go through the columns in this order.
constexpr std::array columns{"id",
                             "version",
                             "status",
                             "is_open",
                             "number",
                             "procedure_code",
                             "procedure_version",
                             "procedure_field",
                             "responsible_unit_id",
                             "received_by_unit_id",
                             "handling_unit_id",
                             "officer",
                             "channel",
                             "applicant_kind",
                             "applicant_ref",
                             "applicant_digest",
                             "representative_ref",
                             "representative_digest",
                             "submitted_at",
                             "accepted_at",
                             "due_date",
                             "due_at",
                             "due_original",
                             "due_original_at",
                             "due_promised_at",
                             "due_explained_by",
                             "clock_mode",
                             "clock_limit",
                             "clock_used",
                             "clock_since",
                             "clock_runs",
                             "notice",
                             "supplements",
                             "supplement_effect",
                             "reply_due",
                             "reappointments",
                             "payment_asked",
                             "paid",
                             "steps",
                             "resolved_at",
                             "outcome",
                             "timeliness",
                             "returned_at",
                             "withdrawn_at",
                             "source_system",
                             "source_id",
                             "imported",
                             "people_erased_at",
                             "corrections",
                             "doubles",
                             "last_moment",
                             "last_recorded",
                             "history_hash"};

// Set when a dossier is registered and by nothing else (domain/evolve.cpp), but for the units of `transferred` and what
// is `corrected`. SQLite writes every index whose column a statement names, changed or not.
constexpr std::array settled{"id",
                             "number",
                             "procedure_code",
                             "responsible_unit_id",
                             "received_by_unit_id",
                             "channel",
                             "applicant_kind",
                             "applicant_ref",
                             "applicant_digest",
                             "representative_ref",
                             "representative_digest",
                             "submitted_at",
                             "source_system",
                             "source_id",
                             "imported"};
constexpr std::array transferred{"responsible_unit_id", "received_by_unit_id"};
constexpr std::array corrected{"responsible_unit_id", "received_by_unit_id", "submitted_at"};

bool moves(std::string_view column, Change change) {
  const auto is_it = [&](const char* one) { return column == one; };
  if (change == Change::transfer && std::ranges::any_of(transferred, is_it)) return true;
  if (change == Change::correction && std::ranges::any_of(corrected, is_it)) return true;
  return std::ranges::none_of(settled, is_it);
}

std::string update_statement(Change change) {
  std::string text;
  for (const char* column : columns) {
    if (moves(column, change))
      text.append(text.empty() ? "UPDATE dossiers SET " : ", ").append(column).append(" = :").append(column);
  }
  return text + " WHERE id = :key";
}

template <class Write>
std::string listed(Write write) {
  std::string text;
  for (const char* column : columns) {
    if (!text.empty()) text += ", ";
    text += write(std::string{column});
  }
  return text;
}

/// Takes a row's cells one after the other.
class Cells {
 public:
  explicit Cells(std::vector<Cell>& cells) : cells_{cells} {}
  template <class T>
  T next() {
    return FromCell<T>::of(std::move(cells_.at(at_++)));
  }
  template <class Code>
  std::optional<Code> next_code() {
    const auto code = next<std::optional<int>>();
    return code ? std::optional{static_cast<Code>(*code)} : std::nullopt;
  }

 private:
  std::vector<Cell>& cells_;
  std::size_t at_ = 0;
};

std::optional<Deadline> next_deadline(Cells& cells) {
  const auto date = cells.next<std::optional<core::Date>>();
  const auto at = cells.next<std::optional<core::Instant>>();
  const auto original = cells.next<std::optional<core::Date>>();
  const auto original_at = cells.next<std::optional<core::Instant>>();
  const auto promised = cells.next<std::optional<core::Instant>>();
  const auto explained_by = cells.next<std::optional<std::int64_t>>();
  if (!date) return std::nullopt;
  return Deadline{*date, at.value(), original.value(), original_at.value(), promised, explained_by.value()};
}

std::optional<Clock> next_clock(Cells& cells) {
  const auto mode = cells.next<std::optional<std::string>>();
  const auto limit = cells.next<std::optional<std::int64_t>>();
  const auto used = cells.next<std::optional<std::int64_t>>();
  const auto since = cells.next<std::optional<core::Instant>>();
  const auto runs = cells.next<std::optional<int>>();
  if (!mode) return std::nullopt;
  return Clock{{calendar::mode_named(*mode).value(), limit.value()}, used.value(), since.value(), runs.value() != 0};
}

template <class Code>
Value code(const std::optional<Code>& maybe) {
  return maybe ? Value{static_cast<int>(*maybe)} : Value{std::nullopt};
}

template <class Part, class Get>
Value part(const std::optional<Part>& whole, Get get) {
  return whole ? Value{get(*whole)} : Value{std::nullopt};
}

std::vector<Value> values_of(const Kept& kept) {
  const Dossier& d = kept.dossier;
  const auto& representative = d.applicant.representative;
  const auto& due = d.deadline;
  const auto& clock = d.clock;
  return {d.id,
          d.version,
          static_cast<int>(d.status),
          due_runs(d),
          d.number,
          d.procedure.code,
          d.procedure.version,
          d.procedure.field,
          d.responsible_unit,
          d.receiving_unit == d.responsible_unit ? Value{std::nullopt} : Value{d.receiving_unit},
          d.handling_unit,
          d.officer,
          static_cast<int>(d.channel),
          static_cast<int>(d.applicant.kind),
          d.applicant.person.ref,
          d.applicant.person.digest,
          part(representative, [](const Person& one) { return Value{one.ref}; }),
          part(representative, [](const Person& one) { return Value{one.digest}; }),
          d.submitted_at,
          d.accepted_at,
          part(due, [](const Deadline& one) { return Value{one.date}; }),
          part(due, [](const Deadline& one) { return Value{one.at}; }),
          part(due, [](const Deadline& one) { return Value{one.original}; }),
          part(due, [](const Deadline& one) { return Value{one.original_at}; }),
          part(due, [](const Deadline& one) { return Value{one.promised}; }),
          part(due, [](const Deadline& one) { return Value{one.explained_by}; }),
          part(clock, [](const Clock& one) { return Value{std::string{calendar::name_of(one.limit.mode)}}; }),
          part(clock, [](const Clock& one) { return Value{one.limit.amount}; }),
          part(clock, [](const Clock& one) { return Value{one.used}; }),
          part(clock, [](const Clock& one) { return Value{one.since}; }),
          part(clock, [](const Clock& one) { return Value{one.running}; }),
          static_cast<int>(d.notice),
          d.supplements,
          part(d.awaited, [](SupplementEffect one) { return Value{std::string{name_of(one)}}; }),
          d.reply_due,
          d.reappointments,
          d.payment_asked,
          d.paid,
          text_of(d.steps),
          d.resolved_at,
          code(d.outcome),
          code(d.timeliness),
          d.returned_at,
          d.withdrawn_at,
          part(d.source, [](const Source& one) { return Value{one.system}; }),
          part(d.source, [](const Source& one) { return Value{one.id}; }),
          d.imported,
          d.people_erased_at,
          text_of(d.corrections),
          d.doubles,
          d.last_moment,
          d.last_recorded,
          kept.history_hash};
}

std::optional<Kept> first_of(store::Transaction& tx, const std::string& where, For purpose,
                             std::span<const Value> values) {
  std::string sql = "SELECT " + column_names() + " FROM dossiers WHERE " + where;
  if (purpose == For::update) sql += tx.for_update();
  auto found = tx.rows(sql, values, columns.size());
  if (found.empty()) return std::nullopt;
  return kept_in(found.front());
}

std::vector<std::vector<Cell>> rows_with(store::Transaction& tx, std::span<const DossierId> ids) {
  if (ids.empty()) return {};
  const store::InList list = store::in_list(ids);
  return tx.rows("SELECT " + column_names() + " FROM dossiers WHERE id IN " + list.sql, list.values, columns.size());
}

std::vector<std::string> differing(const std::vector<Cell>& cells, const std::vector<Value>& values) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    if (!store::holds(cells[at], values[at])) names.emplace_back(columns[at]);
  }
  return names;
}

}  // namespace

const std::string& column_names() {
  static const std::string text = listed([](const std::string& name) { return name; });
  return text;
}

std::size_t column_count() { return columns.size(); }

Kept kept_in(std::vector<Cell>& row) {
  Cells cells{row};
  Dossier dossier;
  dossier.id = cells.next<DossierId>();
  dossier.version = cells.next<std::int64_t>();
  dossier.status = static_cast<Status>(cells.next<int>());
  cells.next<int>();  // is_open: follows from the status and the clock
  dossier.number = cells.next<std::string>();
  dossier.procedure.code = cells.next<std::string>();
  dossier.procedure.version = cells.next<std::string>();
  dossier.procedure.field = cells.next<std::string>();
  dossier.responsible_unit = cells.next<core::UnitId>();
  dossier.receiving_unit = cells.next<std::optional<core::UnitId>>().value_or(dossier.responsible_unit);
  dossier.handling_unit = cells.next<std::optional<core::UnitId>>();
  dossier.officer = cells.next<std::optional<OfficerId>>();
  dossier.channel = static_cast<Channel>(cells.next<int>());
  dossier.applicant.kind = static_cast<ApplicantKind>(cells.next<int>());
  dossier.applicant.person.ref = cells.next<PersonRef>();
  dossier.applicant.person.digest = cells.next<std::string>();
  const auto representative = cells.next<std::optional<PersonRef>>();
  const auto representative_digest = cells.next<std::optional<std::string>>();
  if (representative) dossier.applicant.representative = Person{*representative, representative_digest.value()};
  dossier.submitted_at = cells.next<core::Instant>();
  dossier.accepted_at = cells.next<std::optional<core::Instant>>();
  dossier.deadline = next_deadline(cells);
  dossier.clock = next_clock(cells);
  dossier.notice = static_cast<Notice>(cells.next<int>());
  dossier.supplements = cells.next<int>();
  if (const auto effect = cells.next<std::optional<std::string>>())
    dossier.awaited = supplement_effect_from(*effect).value();
  dossier.reply_due = cells.next<std::optional<core::Date>>();
  dossier.reappointments = cells.next<int>();
  dossier.payment_asked = cells.next<std::optional<std::int64_t>>();
  dossier.paid = cells.next<std::int64_t>();
  dossier.steps = steps_in(cells.next<std::optional<std::string>>());
  dossier.resolved_at = cells.next<std::optional<core::Instant>>();
  dossier.outcome = cells.next_code<Outcome>();
  dossier.timeliness = cells.next_code<Timeliness>();
  dossier.returned_at = cells.next<std::optional<core::Instant>>();
  dossier.withdrawn_at = cells.next<std::optional<core::Instant>>();
  const auto system = cells.next<std::optional<std::string>>();
  const auto source_id = cells.next<std::optional<std::string>>();
  if (system) dossier.source = Source{*system, source_id.value()};
  dossier.imported = cells.next<int>() != 0;
  dossier.people_erased_at = cells.next<std::optional<core::Instant>>();
  dossier.corrections = corrections_in(cells.next<std::optional<std::string>>());
  dossier.doubles = cells.next<std::optional<std::string>>();
  dossier.last_moment = cells.next<core::Instant>();
  dossier.last_recorded = cells.next<core::Instant>();
  return {std::move(dossier), cells.next<std::string>()};
}

std::vector<std::optional<Standing>> standings_of(store::Transaction& tx, const std::vector<const DossierId*>& ids) {
  std::vector<std::optional<Standing>> standings(ids.size());
  const store::InList list = store::in_list(ids);
  for (const auto& [id, version, responsible, handling] :
       tx.query_bound<DossierId, std::int64_t, core::UnitId, std::optional<core::UnitId>>(
           "SELECT id, version, responsible_unit_id, handling_unit_id FROM dossiers WHERE id IN " + list.sql,
           list.values)) {
    for (std::size_t at = 0; at < ids.size(); ++at) {
      if (*ids[at] == id) standings[at] = Standing{version, responsible, handling};
    }
  }
  return standings;
}

std::optional<Kept> load(store::Transaction& tx, const DossierId& id, For purpose) {
  const std::array<Value, 1> values{Value{id}};
  return first_of(tx, "id = :id", purpose, values);
}

std::optional<Kept> load_by_source(store::Transaction& tx, const Source& source, For purpose) {
  const std::array<Value, 2> values{Value{source.id}, Value{source.system}};
  return first_of(tx, "source_id = :source_id AND source_system = :source_system", purpose, values);
}

std::vector<Dossier> load_all(store::Transaction& tx, std::span<const DossierId> ids) {
  std::vector<Dossier> dossiers;
  for (auto& row : rows_with(tx, ids)) dossiers.push_back(kept_in(row).dossier);
  return dossiers;
}

std::vector<Deviation> deviations(store::Transaction& tx, std::span<const Kept> expected) {
  std::vector<DossierId> ids;
  ids.reserve(expected.size());
  for (const Kept& one : expected) ids.push_back(one.dossier.id);
  std::map<std::string, std::vector<Cell>> found;
  for (auto& row : rows_with(tx, ids)) found.emplace(row.front().value(), std::move(row));

  std::vector<Deviation> all;
  for (const Kept& one : expected) {
    const auto row = found.find(one.dossier.id.str());
    Deviation deviation{one.dossier.id, row == found.end(), {}};
    if (!deviation.missing) deviation.columns = differing(row->second, values_of(one));
    if (deviation.missing || !deviation.columns.empty()) all.push_back(std::move(deviation));
  }
  return all;
}

void insert(store::Transaction& tx, const Kept& kept, const std::optional<std::string>& slip_digest) {
  static const std::string sql = "INSERT INTO dossiers (" + column_names() + ", slip_digest) VALUES (" +
                                 listed([](const std::string& name) { return ":" + name; }) + ", :slip_digest)";
  std::vector<Value> values = values_of(kept);
  values.emplace_back(slip_digest);
  tx.post(sql, std::move(values));
}

void update(store::Transaction& tx, const Kept& kept, Change change) {
  static const std::string usual = update_statement(Change::usual);
  static const std::string transfer = update_statement(Change::transfer);
  static const std::string correction = update_statement(Change::correction);
  const std::string& sql = change == Change::transfer ? transfer : change == Change::correction ? correction : usual;
  std::vector<Value> values;
  std::vector<Value> all = values_of(kept);
  for (std::size_t at = 0; at < columns.size(); ++at) {
    if (moves(columns[at], change)) values.push_back(std::move(all[at]));
  }
  values.emplace_back(kept.dossier.id);
  tx.post(sql, std::move(values));
}

bool number_exists(store::Transaction& tx, const std::string& number) {
  return tx.first<std::int64_t>("SELECT 1 FROM dossiers WHERE number = :number", number).has_value();
}

std::optional<std::string> slip_digest_of(store::Transaction& tx, const std::string& number) {
  auto found = tx.first<std::optional<std::string>>("SELECT slip_digest FROM dossiers WHERE number = :number", number);
  return found ? std::get<0>(std::move(*found)) : std::nullopt;
}

std::optional<Dossier> load_by_number(store::Transaction& tx, const std::string& number) {
  const std::array<Value, 1> values{Value{number}};
  auto kept = first_of(tx, "number = :number", For::reading, values);
  return kept ? std::optional{std::move(kept->dossier)} : std::nullopt;
}

}  // namespace motcua::dossiers::rows
