#include "reporting/reports.hpp"

#include "outbox/inbox.hpp"
#include "reporting/figures.hpp"
#include "reporting/listing.hpp"
#include "reporting/store/projection.hpp"
#include "store/digest.hpp"

namespace motcua::reporting {
namespace {

const catalogue::Unit* unit_named(const catalogue::Units& units, const std::string& name, core::Date day) {
  const catalogue::Unit* by_id = units.find(core::UnitId{name});
  return by_id != nullptr ? by_id : units.in_force_or_last(name, day);
}

/// Everything that a body depends on; two questions with one key have the same answer, byte for byte.
std::string key_of(const Standing& standing, const std::string& variant, std::int64_t sequence,
                   const std::string& token) {
  std::string key = "report";
  const auto add = [&key](std::string_view part) { key.append(":").append(part); };
  add(name_of(standing.subject));
  const Period& period = standing.period;
  add(standing.unit->id.str());
  for (const core::Date day : {period.from, period.to, period.as_of, period.known_at, standing.today}) {
    add(std::to_string(core::stored(day)));
  }
  add(period.by_all_known ? "all" : "known");
  add(name_of(standing.by));
  add(name_of(standing.attribution));
  if (standing.burden) add("burden");
  add(variant);
  add(standing.catalogue->version);
  add(std::to_string(sequence));
  add(token);
  return key;
}

/// Whose reports a token may read: with any role those that its unit sees, with city_reader all; null for none.
std::shared_ptr<const catalogue::Scope> scope_of(catalogue::Scopes& scopes, const auth::Actor& actor,
                                                 const catalogue::Catalogue& catalogue, core::Date today) {
  if (actor.roles.empty()) return nullptr;
  if (actor.has(auth::Role::city_reader)) return scopes.whole_city();
  return scopes.seen_from(actor.unit, catalogue, today);
}

}  // namespace

Reports::Reports(store::Database& database, const catalogue::Source& catalogue, cache::Cache& cache, std::string topic,
                 core::Clock clock)
    : database_{database}, catalogue_{catalogue}, cache_{cache}, topic_{std::move(topic)}, clock_{std::move(clock)} {}

core::Result<Standing, Refusal> Reports::settle(const Question& question, const auth::Actor& actor) {
  const core::Date today = core::vietnam_date(clock_());
  const auto period = reporting::settle(question.period, today);
  if (!period) return Refusal{period.error()};

  auto catalogue = catalogue_.current();
  const catalogue::Unit* unit = unit_named(catalogue->units, question.unit, period->to);
  if (unit == nullptr || !may_read(actor, *catalogue, *unit, question.attribution, today)) return Refusal{NotFound{}};
  return Standing{question.subject, std::move(catalogue), unit,           *period, today,
                  question.by,      question.attribution, question.burden};
}

std::optional<Standing> Reports::settled(const SettledQuestion& question, const auth::Actor& actor) {
  auto catalogue = catalogue_.current();
  const catalogue::Unit* unit = catalogue->units.find(question.unit);
  const core::Date today = core::vietnam_date(clock_());
  if (unit == nullptr || !may_read(actor, *catalogue, *unit, question.attribution, today)) return std::nullopt;
  return Standing{question.subject, std::move(catalogue), unit,           question.period, question.asked_on,
                  question.by,      question.attribution, question.burden};
}

std::optional<core::UnitId> Reports::unit_read(const std::string& unit, const auth::Actor& actor) {
  const auto catalogue = catalogue_.current();
  const core::Date today = core::vietnam_date(clock_());
  const catalogue::Unit* found = unit_named(catalogue->units, unit, today);
  if (found == nullptr || !may_read(actor, *catalogue, *found, Attribution::as_then, today)) return std::nullopt;
  return found->id;
}

bool Reports::may_read(const auth::Actor& actor, const catalogue::Catalogue& catalogue, const catalogue::Unit& unit,
                       Attribution attribution, core::Date today) {
  const auto scope = scope_of(scopes_, actor, catalogue, today);
  if (!scope || !catalogue::contains(*scope, unit.id)) return false;
  return attribution == Attribution::as_then ||
         catalogue::contains(*scope, attribute_as_now(catalogue.units, unit, {}, {}, today).unit->id);
}

Answer Reports::answer(const Standing& standing, const std::string& variant,
                       const std::function<bool(const std::string& tag)>& has,
                       const std::function<std::string(const Report&)>& render) {
  // What a report stands on and its figures come from one snapshot, and so does the key that it is kept under.
  return database_.in_read([&](store::Transaction& tx) {
    const std::int64_t sequence = outbox::complete_through(tx, topic_);
    const std::string key = key_of(standing, variant, sequence, projection_token(tx));
    std::string tag = store::sha256_hex(key).substr(0, 32);
    if (has(tag)) return Answer{std::move(tag), std::nullopt};
    const auto make = [&] {
      Report report = figures(tx, standing);
      report.sequence = sequence;
      return render(report);
    };
    return Answer{std::move(tag), cache_.get_or_make(key, make)};
  });
}

std::optional<RecordsPage> Reports::records(const Standing& standing, Cell cell, const std::optional<std::string>& row,
                                            const std::optional<std::string>& cursor, std::size_t limit) {
  return database_.in_read([&](store::Transaction& tx) { return list(tx, standing, cell, row, cursor, limit); });
}

}  // namespace motcua::reporting
