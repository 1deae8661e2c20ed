#include "dossiers/reading.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/text.hpp"
#include "dossiers/cursor.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/published.hpp"
#include "dossiers/sight.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/store/rows.hpp"
#include "dossiers/store/statuses.hpp"
#include "dossiers/views.hpp"
#include "http/query.hpp"
#include "http/tags.hpp"
#include "outbox/history.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::int64_t most_entries = 200;

constexpr std::size_t most_together = 16;  // as many as there are workers, unless set otherwise

/// A SELECT for many ids, on its own.
template <class Select>
auto together(store::Database& database, Select select) {
  return [&database, select](const std::vector<const DossierId*>& ids) {
    return database.in_read_one([&](store::Transaction& tx) { return select(tx, ids); });
  };
}

/// Between a look at a dossier's version and the next at the dossier.
struct MovedOn {};

/// A tag, without quotes, for each thing that may be read at one address: people whole or masked, and the catalogue's
/// names as they were then. `If-Match` looks at the version before the first dash.
std::string masked_tag(std::int64_t version, const catalogue::Catalogue& catalogue) {
  return std::to_string(version) + "-m-" + catalogue.version;
}

/// Each reader's own: nobody is told "not changed" of people that were shown, and logged, to another.
std::string whole_tag(std::int64_t version, const catalogue::Catalogue& catalogue, const auth::Actor& reader,
                      const std::string& secret) {
  const std::string whose = store::hmac_sha256_hex(secret, reader.issuer + '\n' + reader.subject);
  return std::to_string(version) + "-w-" + whose.substr(0, 12) + '-' + catalogue.version;
}

/// A client may keep the answer but asks each time, for each token anew; nobody in between keeps it.
http::Response revalidated(http::Response response) {
  response.with("Cache-Control", "private, no-cache").with("Vary", "Authorization");
  return response;
}

/// What a list query means for an actor: codes become what they mean today, and the actor's units bound it.
core::Result<rows::Filter, http::Problem> filter_of(const ListQuery& query, const Scope& scope,
                                                    const catalogue::Catalogue& catalogue, core::Date today) {
  if (query.procedure && !catalogue.procedures.knows(*query.procedure)) return problems::unknown_procedure();
  const bool open_late = query.overdue && query.overdue != Late::resolved_unapologised;
  rows::Filter filter{.seen = scope,
                      .status = query.status,
                      .procedure = query.procedure,
                      .due_before = query.due_before,
                      .overdue_on = open_late ? std::optional{today} : std::nullopt,
                      .unapologised = query.overdue == Late::unapologised,
                      .resolved_unapologised = query.overdue == Late::resolved_unapologised,
                      .number = query.number,
                      .source_id = query.source_id};
  if (query.received_from) filter.received_from = core::vietnam_instant(*query.received_from);
  if (query.received_to) filter.received_until = core::vietnam_instant(*query.received_to + std::chrono::days{1});

  if (query.unit) {
    const catalogue::Unit* unit = catalogue.units.find(core::UnitId{*query.unit});
    if (unit == nullptr) unit = catalogue.units.in_force_or_last(*query.unit, today);
    if (unit == nullptr) return problems::unknown_unit();
    filter.units = catalogue.units.seen_from(unit->id, today);
  }
  return filter;
}

}  // namespace

Reading::Reading(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, cache::Cache& cache,
                 core::Clock clock, std::string secret)
    : database_{database},
      catalogue_{catalogue},
      scopes_{scopes},
      cache_{cache},
      clock_{std::move(clock)},
      secret_{std::move(secret)},
      standings_{database, most_together, together(database, rows::standings_of)},
      wholes_{database, most_together, together(database, rows::wholes_of)},
      personal_{database, most_together,
                [this](const std::vector<const PersonalQuestion*>& questions) { return show(questions); }} {}

std::optional<http::Problem> Reading::hidden(const Caller& caller, const core::UnitId& responsible,
                                             const std::optional<core::UnitId>& handling) const {
  const auto catalogue = catalogue_.current();
  return hidden_from(caller, {scopes_, *catalogue, core::vietnam_date(clock_())}, responsible, handling);
}

core::Result<rows::Standing, http::Problem> Reading::visible(const Caller& caller, const DossierId& id) {
  auto standing = standings_.of(id);
  if (!standing) return http::not_found();
  if (auto problem = hidden(caller, standing->responsible_unit, standing->handling_unit)) return *std::move(problem);
  return *std::move(standing);
}

bool Reading::sees_people(const Caller& caller, const core::UnitId& responsible,
                          const std::optional<core::UnitId>& handling) const {
  const auto catalogue = catalogue_.current();
  return dossiers::sees_people(caller, {scopes_, *catalogue, core::vietnam_date(clock_())}, responsible, handling);
}

// One statement reads for all who ask together, and one writes down who was shown people.
std::vector<Reading::Found> Reading::show(const std::vector<const PersonalQuestion*>& questions) {
  std::vector<const DossierId*> ids;
  ids.reserve(questions.size());
  for (const auto* question : questions) ids.push_back(&question->id);
  auto wholes = database_.in_read_one([&](store::Transaction& tx) { return rows::wholes_of(tx, ids); });

  std::vector<Found> found(questions.size());
  std::vector<rows::Access> accesses;
  for (std::size_t at = 0; at < questions.size(); ++at) {
    const auto& [caller, id, purpose] = *questions[at];
    if (!wholes[at]) {
      found[at].refused = http::not_found();
      continue;
    }
    const Dossier& dossier = wholes[at]->dossier;
    found[at].refused = hidden(caller, dossier.responsible_unit, dossier.handling_unit);
    if (found[at].refused) continue;
    if (sees_people(caller, dossier.responsible_unit, dossier.handling_unit)) {
      accesses.push_back({clock_(), caller.actor, id, purpose, caller.traceparent, "applicant,notes"});
      found[at].whole = std::move(wholes[at]);
    } else {
      found[at].masked = rows::Standing{dossier.version, dossier.responsible_unit, dossier.handling_unit};
    }
  }
  if (!accesses.empty()) database_.write_one([&](store::Transaction& tx) { rows::log_accesses(tx, accesses); });
  return found;
}

http::Response Reading::dossier(const Caller& caller, const DossierId& id, const std::string& purpose,
                                const std::optional<std::string>& if_none_match) {
  const auto tagged = [](http::Response response, const std::string& tag) {
    return revalidated(std::move(response.with("ETag", '"' + tag + '"')));
  };
  std::optional<rows::Standing> standing;
  if (if_none_match) {
    auto found = visible(caller, id);
    if (!found) return caller.write(found.error());
    standing = std::move(found).value();
    const auto catalogue = catalogue_.current();
    // Who is told that the whole dossier has not changed was shown it before, and that reading was logged.
    const std::string tag = sees_people(caller, standing->responsible_unit, standing->handling_unit)
                                ? whole_tag(standing->version, *catalogue, caller.actor, secret_)
                                : masked_tag(standing->version, *catalogue);
    if (http::names_tag(*if_none_match, tag)) return tagged(http::Response{.status = 304}, tag);
  }
  if (may(caller.actor, Right::read_personal)) {
    auto found = personal_.of({caller, id, purpose});
    if (found.refused) return caller.write(*found.refused);
    if (found.whole) {
      const auto& [dossier, people, texts] = *found.whole;
      const auto catalogue = catalogue_.current();
      return tagged(http::json(200, views::dossier(dossier, people, texts, *catalogue)),
                    whole_tag(dossier.version, *catalogue, caller.actor, secret_));
    }
    standing = std::move(found.masked);
  }
  for (;;) {
    if (!standing) {
      auto found = visible(caller, id);
      if (!found) return caller.write(found.error());
      standing = std::move(found).value();
    }
    const auto catalogue = catalogue_.current();
    if (auto body = masked(id, *standing, *catalogue))
      return tagged(http::json(200, *std::move(body)), masked_tag(standing->version, *catalogue));
    standing.reset();
  }
}

std::optional<std::string> Reading::masked(const DossierId& id, const rows::Standing& standing,
                                           const catalogue::Catalogue& catalogue) {
  // Names of units and procedures are the catalogue's, so its version is in the key as well.
  const std::string key = "dossier:" + id.str() + ":v" + std::to_string(standing.version) + ":" + catalogue.version;
  try {
    return cache_.get_or_make(key, [&] {
      const auto now = wholes_.of(id);
      if (!now || now->dossier.version != standing.version) throw MovedOn{};  // to all who wait, and not kept
      return views::dossier(now->dossier, now->people, views::Shown::masked, catalogue);
    });
  } catch (const MovedOn&) {
    return std::nullopt;
  }
}

http::Response Reading::list(const Caller& caller, const ListQuery& query) {
  if (!may(caller.actor, Right::read)) return caller.write(problems::forbidden());
  const auto catalogue = catalogue_.current();
  const core::Date today = core::vietnam_date(clock_());
  const auto scope = scopes_.of(caller.actor, Right::read, *catalogue, today);
  const auto asked = filter_of(query, *scope, *catalogue, today);
  if (!asked) return caller.write(asked.error());
  const rows::Filter& filter = *asked;
  std::optional<rows::Position> after;
  if (query.cursor) {
    after = cursor::read(*query.cursor, filter);
    if (!after) return caller.write(problems::bad_cursor());
  }

  std::vector<std::string> bodies;
  const rows::Page page = database_.in_read([&](store::Transaction& tx) {
    rows::Page found = rows::walk(tx, filter, after, query.limit);
    const std::vector<Dossier> dossiers = rows::load_all(tx, found.ids);
    const rows::PeopleOfMany people{tx, dossiers};
    for (const DossierId& id : found.ids) {
      const auto one =
          std::find_if(dossiers.begin(), dossiers.end(), [&](const Dossier& dossier) { return dossier.id == id; });
      if (one == dossiers.end()) throw std::runtime_error{"a dossier left the snapshot that it was found in"};
      bodies.push_back(views::dossier(*one, people.of(one->applicant), views::Shown::masked, *catalogue));
    }
    return found;
  });
  const auto next = page.next ? std::optional{cursor::write(*page.next, filter)} : std::nullopt;
  return revalidated(http::json(200, views::page(bodies, next)));
}

http::Response Reading::history(const Caller& caller, const DossierId& id, std::int64_t after) {
  const auto found = visible(caller, id);
  if (!found) return caller.write(found.error());
  auto entries = database_.in_read_one(
      [&](store::Transaction& tx) { return outbox::history_of(tx, id.str(), after, most_entries + 1); });
  std::optional<std::int64_t> next;
  if (static_cast<std::int64_t>(entries.size()) > most_entries) {
    entries.pop_back();
    next = entries.back().version;
  }
  return revalidated(http::json(200, views::history(entries, next)));
}

http::Response Reading::deadline(const Caller& caller, const DossierId& id) {
  const auto kept =
      database_.in_read_one([&](store::Transaction& tx) { return rows::load(tx, id, rows::For::reading); });
  if (!kept) return caller.write(http::not_found());
  const Dossier& dossier = kept->dossier;
  if (const auto problem = hidden(caller, dossier.responsible_unit, dossier.handling_unit))
    return caller.write(*problem);
  if (!dossier.deadline) return caller.write(problems::no_deadline());
  // The derivations are shown as they were stored with the due dates, not counted again with the calendar of today.
  const auto history = whole_history(id);
  return revalidated(http::json(200, views::deadline(fold(history), clock_ledger(history))));
}

std::vector<outbox::HistoryRow> Reading::whole_history(const DossierId& id) {
  return database_.in_read_one(
      [&](store::Transaction& tx) { return outbox::history_of(tx, id.str(), 0, most_events); });
}

http::Response Reading::trips(const Caller& caller, const DossierId& id) {
  const auto found = visible(caller, id);
  if (!found) return caller.write(found.error());
  return revalidated(http::json(200, views::trips(dossiers::trips(whole_history(id)))));
}

http::Response Reading::status_history(const Caller& caller, const DossierId& id) {
  const auto found = visible(caller, id);
  if (!found) return caller.write(found.error());
  const auto steps = status_steps(whole_history(id));
  std::map<NoteRef, std::string> texts;
  // What officers typed may name anybody, so it is shown, and its reading logged, like a person's data.
  const bool shown = sees_people(caller, found->responsible_unit, found->handling_unit);
  if (shown) {
    texts = database_.in_read_one([&](store::Transaction& tx) { return rows::texts_by_ref(tx, id); });
    const rows::Access access{clock_(), caller.actor, id, "status_history", caller.traceparent, "notes"};
    database_.write_one([&](store::Transaction& tx) { rows::log_access(tx, access); });
  }
  return revalidated(http::json(200, views::status_history(steps, shown ? &texts : nullptr, *catalogue_.current())));
}

http::Response Reading::status_changes(const Caller& caller, std::int64_t after, std::int64_t limit) {
  if (!may(caller.actor, Right::read)) return caller.write(problems::forbidden());
  const auto catalogue = catalogue_.current();
  const auto scope = scopes_.of(caller.actor, Right::read, *catalogue, core::vietnam_date(clock_()));
  std::vector<views::StatusChange> changes;
  const std::int64_t next = database_.in_read([&](store::Transaction& tx) {
    const auto history = outbox::history_published_after(tx, after, limit);
    if (history.empty()) return after;
    const rows::StatusesBefore before{tx, history};
    for (const outbox::HistoryRow& row : history) {
      const Dossier* dossier = before.dossier(row.record_id);
      const auto correction = status_corrected_by(row);
      if (correction && dossier != nullptr && sees(*scope, dossier->responsible_unit, dossier->handling_unit)) {
        const Status now = correction->accepted
                               ? Status::accepted
                               : before.status(row.record_id, row.version).value_or(Status::registered);
        changes.push_back(
            {.sequence = row.sequence,
             .dossier = dossier->id,
             .number = dossier->number,
             .step = {row.version, now, correction->occurred_at, row.event.recorded_at, row.event.unit, std::nullopt},
             .corrects = correction->what});
      }
      const auto status = status_set_by(row.event.type, row.event.data);
      if (!status || dossier == nullptr || status == before.status(row.record_id, row.version)) continue;
      if (!sees(*scope, dossier->responsible_unit, dossier->handling_unit)) continue;
      changes.push_back(
          {.sequence = row.sequence,
           .dossier = dossier->id,
           .number = dossier->number,
           .step = {row.version, *status, row.event.occurred_at, row.event.recorded_at, row.event.unit, std::nullopt}});
    }
    return history.back().sequence;
  });
  return revalidated(http::json(200, views::status_changes(changes, next, *catalogue)));
}

http::Response Reading::preview(const Caller& nobody, const PreviewQuery& query) {
  const auto catalogue = catalogue_.current();
  const core::Instant received = query.received_at.value_or(clock_());
  const core::Date day = core::vietnam_date(received);
  const auto procedure = procedure_of(*catalogue, query.procedure_code, day);
  if (!procedure) return nobody.write(problems::refused(procedure.error()));
  const ProcedureRules rules = rules_of(*catalogue, **procedure, day);
  const auto due = catalogue->calendar.due_after(received, rules.limit, rules.reception);
  if (!due) {
    return nobody.write(problems::refused(
        {Rule::calendar_does_not_cover, Status::registered, query.received_at ? "/received_at" : ""}));
  }
  const views::Preview preview{rules.procedure,
                               received,
                               rules.limit,
                               {0, due->date, due->closes, due->calendar_version, due->counted_from, days_of(*due)}};
  return http::json(200, views::preview(preview, *catalogue)).with("Cache-Control", "no-store");
}

http::Response Reading::check(const Caller& nobody, const CheckQuery& query) {
  const auto catalogue = catalogue_.current();
  const core::Date day = query.on.value_or(core::vietnam_date(clock_()));
  const auto procedure = procedure_of(*catalogue, query.procedure_code, day);
  if (!procedure) return nobody.write(problems::refused(procedure.error()));
  const Completeness completeness = compared(**procedure, query.papers, query.answers);
  return http::json(200, views::check(**procedure, completeness)).with("Cache-Control", "no-store");
}

http::Response Reading::look_up(const Caller& nobody, const std::string& number, const std::string& slip_code) {
  const std::string given = slip_digest(secret_, number, slip_code);
  const auto dossier = database_.in_read([&](store::Transaction& tx) -> std::optional<Dossier> {
    // One digest made, one looked for, one comparison of full length, whether there is such a dossier or not; only who
    // has the code costs more.
    const std::string known = rows::slip_digest_of(tx, number).value_or(std::string(given.size(), '-'));
    if (!core::equal_in_constant_time(given, known)) return std::nullopt;
    return rows::load_by_number(tx, number);
  });
  if (!dossier) return nobody.write(http::not_found());
  return http::json(200, views::look_up(*dossier)).with("Cache-Control", "no-store");
}

}  // namespace motcua::dossiers
