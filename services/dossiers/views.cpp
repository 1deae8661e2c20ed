#include "dossiers/views.hpp"

#include <nlohmann/json.hpp>

namespace motcua::dossiers::views {
namespace {

using Json = nlohmann::ordered_json;

Json moment(const std::optional<core::Instant>& maybe) {
  return maybe ? Json(core::format_instant(*maybe)) : Json(nullptr);
}
Json text(const std::optional<std::string>& maybe) { return maybe ? Json(*maybe) : Json(nullptr); }

Json unit(const core::UnitId& id, const catalogue::Catalogue& catalogue) {
  const catalogue::Unit* known = catalogue.units.find(id);
  return {
      {"id", id.str()}, {"code", known != nullptr ? known->code : ""}, {"name", known != nullptr ? known->name : ""}};
}

Json procedure(const ProcedureKey& key, const catalogue::Catalogue& catalogue) {
  const catalogue::Procedure* known = catalogue.procedures.find(key.code, key.version);
  return {{"code", key.code}, {"version", key.version}, {"name", known != nullptr ? known->name : ""}};
}

void add_status(Json& body, Status status) {
  body["status"] = name_of(status);
  body["status_code"] = static_cast<int>(status);
}

Json person(const PersonDetails& details) {
  return {{"name", details.name}, {"identity_number", text(details.identity_number)}, {"phone", text(details.phone)}};
}

Json applicant(const Dossier& dossier, const ApplicantDetails& people, Shown shown) {
  const ApplicantDetails details = shown == Shown::masked ? masked(people) : people;
  Json body{{"kind", name_of(details.kind)}};
  body.update(person(details.person));
  if (details.representative) body["representative"] = person(*details.representative);
  body["masked"] = shown == Shown::masked;
  body["erased"] = dossier.people_erased_at.has_value();
  return body;
}

/// While the clock stands there is no date to wait for.
std::optional<Deadline> due_of(const Dossier& dossier) {
  return dossier.clock && !dossier.clock->running ? std::nullopt : dossier.deadline;
}

/// `due_original` and `due_promised` stay true while the clock stands.
void add_fixed_dates(Json& body, const Dossier& dossier) {
  const auto& due = dossier.deadline;
  body["due_original"] = moment(due ? std::optional{due->original_at} : std::nullopt);
  body["due_promised"] = moment(due ? due->promised : std::nullopt);
}

const char* unit_of(calendar::Mode mode) {
  switch (mode) {
    case calendar::Mode::day: return "working_days";
    case calendar::Mode::hour: return "working_minutes";
    case calendar::Mode::calendar: return "days";
  }
  return "";
}

Json clock(const std::optional<Clock>& clock) {
  if (!clock) return nullptr;
  return {{"runs", clock->running},
          {"mode", calendar::name_of(clock->limit.mode)},
          {"unit", unit_of(clock->limit.mode)},
          {"limit", clock->limit.amount},
          {"used", clock->used},
          {"since", core::format_instant(clock->since)}};
}

Json days_of(const std::vector<contracts::Day>& days) {
  Json list = Json::array();
  for (const contracts::Day& day : days) {
    Json one{{"date", core::format_date(day.date)}, {"counted", day.counted}, {"reason", day.reason}};
    if (day.from) {
      one["from"] = core::format_instant(*day.from);
      one["until"] = moment(day.until);
    }
    list.push_back(std::move(one));
  }
  return list;
}

void add_derivation(Json& body, const Derivation& derivation) {
  body["counted_from"] = core::format_date(derivation.counted_from);
  body["calendar_version"] = derivation.calendar_version;
  body["days"] = days_of(derivation.days);
}

Json entry_of(const ClockEntry& entry) {
  Json body{{"entry", entry.what},
            {"version", entry.version},
            {"event", entry.event},
            {"rule", entry.rule},
            {"occurred_at", core::format_instant(entry.occurred_at)},
            {"recorded_at", core::format_instant(entry.recorded_at)}};
  if (entry.step) body["step"] = *entry.step;
  if (entry.ended_as) body["ended_as"] = *entry.ended_as;
  if (entry.used) body["used"] = *entry.used;
  if (entry.decision) body["decision"] = *entry.decision;
  if (entry.promised) body["promised_date"] = core::format_date(*entry.promised);
  if (entry.derivation) {
    body["due_date"] = core::format_date(entry.derivation->due_date);
    body["due_at"] = core::format_instant(entry.derivation->due_at);
    add_derivation(body, *entry.derivation);
  }
  return body;
}

const char* name_of_end(const Step::End& end) { return end.timeliness ? name_of(*end.timeliness) : "withdrawn"; }

Json step(const Step& step, const catalogue::Catalogue& catalogue) {
  const bool stands = !step.ended && !step.clock.running;
  return {{"number", step.number},
          {"code", step.code},
          {"agency", {{"code", step.agency}, {"name", catalogue.procedures.agency_name(step.agency)}}},
          {"unit", unit(step.unit, catalogue)},
          {"moved_to", step.moved_to ? unit(*step.moved_to, catalogue) : Json(nullptr)},
          {"counted", step.counted},
          {"begun_at", core::format_instant(step.begun_at)},
          {"received_at", moment(step.received_at)},
          {"due_date", stands ? Json(nullptr) : Json(core::format_date(step.due))},
          {"due_at", stands ? Json(nullptr) : Json(core::format_instant(step.due_at))},
          {"clock", clock(step.clock)},
          {"ended_at", moment(step.ended ? std::optional{step.ended->at} : std::nullopt)},
          {"ended_as", step.ended ? Json(name_of_end(*step.ended)) : Json(nullptr)}};
}

/// Those that have begun, in their order; null when one agency does it all.
Json steps(const Dossier& dossier, const catalogue::Catalogue& catalogue) {
  if (dossier.steps.empty()) return nullptr;
  Json list = Json::array();
  for (const Step& one : dossier.steps) list.push_back(step(one, catalogue));
  return list;
}

Json correction(const Correction& one, const catalogue::Catalogue& catalogue) {
  const bool of_units = one.what == Corrected::receiving_unit;
  const auto value = [&](const std::string& told) -> Json {
    if (told.empty()) return nullptr;
    return of_units ? unit(core::UnitId{told}, catalogue) : Json(told);
  };
  return {{"corrected", name_of(one.what)},
          {"version", one.version},
          {"supersedes", one.supersedes},
          {"before", value(one.before)},
          {"after", value(one.after)},
          {"role", one.role},
          {"reason_ref", one.reasons.str()},
          {"occurred_at", core::format_instant(one.occurred_at)},
          {"recorded_at", core::format_instant(one.recorded_at)}};
}

/// In their order; null when nothing was told wrongly.
Json corrections(const Dossier& dossier, const catalogue::Catalogue& catalogue) {
  if (dossier.corrections.empty()) return nullptr;
  Json list = Json::array();
  for (const Correction& one : dossier.corrections) list.push_back(correction(one, catalogue));
  return list;
}

void add_dates(Json& body, const Dossier& dossier) {
  const auto due = due_of(dossier);
  body["submitted_at"] = core::format_instant(dossier.submitted_at);
  body["accepted_at"] = moment(dossier.accepted_at);
  body["due_date"] = due ? Json(core::format_date(due->date)) : Json(nullptr);
  body["due_at"] = moment(due ? std::optional{due->at} : std::nullopt);
  add_fixed_dates(body, dossier);
  body["clock"] = clock(dossier.clock);
  body["resolved_at"] = moment(dossier.resolved_at);
}

Json body_of(const Dossier& dossier, const ApplicantDetails& people, Shown shown,
             const catalogue::Catalogue& catalogue) {
  Json body{{"id", dossier.id.str()},
            {"number", dossier.number},
            {"status", name_of(dossier.status)},
            {"status_code", static_cast<int>(dossier.status)},
            {"procedure", procedure(dossier.procedure, catalogue)},
            {"receiving_unit", unit(dossier.receiving_unit, catalogue)},
            {"responsible_unit", unit(dossier.responsible_unit, catalogue)},
            {"handling_unit", dossier.handling_unit ? unit(*dossier.handling_unit, catalogue) : Json(nullptr)},
            {"officer", dossier.officer ? Json(dossier.officer->str()) : Json(nullptr)},
            {"channel", name_of(dossier.channel)},
            {"applicant", applicant(dossier, people, shown)}};
  add_dates(body, dossier);
  body["outcome"] = dossier.outcome ? Json(name_of(*dossier.outcome)) : Json(nullptr);
  body["returned_at"] = moment(dossier.returned_at);
  body["withdrawn_at"] = moment(dossier.withdrawn_at);
  body["supplements"] = dossier.supplements;
  body["reply_due"] = dossier.reply_due ? Json(core::format_date(*dossier.reply_due)) : Json(nullptr);
  body["reappointments"] = dossier.reappointments;
  body["payment_asked_vnd"] = dossier.payment_asked ? Json(*dossier.payment_asked) : Json(nullptr);
  body["paid_vnd"] = dossier.paid;
  body["steps"] = steps(dossier, catalogue);
  body["corrections"] = corrections(dossier, catalogue);
  body["doubles"] = text(dossier.doubles);
  body["version"] = dossier.version;
  return body;
}

/// A list of what `view` makes of each item; null when there is none.
template <class Item, class View>
Json listed(const std::vector<Item>& items, View view) {
  if (items.empty()) return nullptr;
  Json list = Json::array();
  for (const Item& item : items) list.push_back(view(item));
  return list;
}

}  // namespace

std::string dossier(const Dossier& dossier, const ApplicantDetails& people, Shown shown,
                    const catalogue::Catalogue& catalogue, const std::optional<std::string>& slip_code) {
  Json body = body_of(dossier, people, shown, catalogue);
  if (slip_code) body["slip_code"] = *slip_code;
  return body.dump();
}

std::string dossier(const Dossier& dossier, const ApplicantDetails& people, const Texts& texts,
                    const catalogue::Catalogue& catalogue) {
  Json body = body_of(dossier, people, Shown::whole, catalogue);
  body["reasons"] = listed(texts.reasons, [](const std::string& one) { return Json(one); });
  body["components"] = listed(texts.components, [](const NamedComponent& one) {
    return Json{{"name", one.name}, {"kind", name_of(one.kind)}, {"copies", one.copies}};
  });
  body["moment_reasons"] = listed(texts.moment_reasons, [](const MomentReason& one) {
    return Json{{"ref", one.ref.str()}, {"reason", one.text}};
  });
  body["notes"] = listed(texts.notes, [](const StepNote& one) {
    return Json{{"ref", one.ref.str()}, {"kind", one.kind}, {"texts", one.texts}};
  });
  return body.dump();
}

std::string page(std::span<const std::string> dossiers, const std::optional<std::string>& next) {
  std::string body = R"({"items":[)";
  for (std::size_t at = 0; at < dossiers.size(); ++at) {
    if (at > 0) body += ',';
    body += dossiers[at];
  }
  body += ']';
  if (next) body += R"(,"next":)" + Json(*next).dump();
  return body + '}';
}

std::string history(std::span<const outbox::HistoryRow> rows, std::optional<std::int64_t> next) {
  Json items = Json::array();
  for (const outbox::HistoryRow& row : rows) {
    Json entry{{"version", row.version}, {"type", row.event.type}};
    entry["data"] = Json::parse(row.event.data);
    entry["actor"] = row.event.actor;
    entry["unit"] = row.event.unit;
    entry["occurred_at"] = core::format_instant(row.event.occurred_at);
    entry["recorded_at"] = core::format_instant(row.event.recorded_at);
    entry["previous_hash"] = row.previous_hash;
    entry["hash"] = row.hash;
    entry["sequence"] = row.sequence > 0 ? Json(row.sequence) : Json(nullptr);
    items.push_back(std::move(entry));
  }
  Json body{{"items", std::move(items)}};
  if (next) body["next"] = *next;
  return body.dump();
}

std::string deadline(const Dossier& dossier, std::span<const ClockEntry> ledger) {
  const auto due = due_of(dossier);
  Json body{{"due_at", moment(due ? std::optional{due->at} : std::nullopt)},
            {"due_date", due ? Json(core::format_date(due->date)) : Json(nullptr)}};
  add_fixed_dates(body, dossier);
  body["accepted_at"] = moment(dossier.accepted_at);
  body["mode"] = calendar::name_of(dossier.clock->limit.mode);
  body["limit"] = dossier.clock->limit.amount;
  body["clock"] = clock(dossier.clock);
  // The derivation of the stretch that runs, or ran last, and after it all of them.
  for (const ClockEntry& entry : ledger) {
    if (entry.derivation && !entry.step) add_derivation(body, *entry.derivation);
  }
  Json entries = Json::array();
  for (const ClockEntry& entry : ledger) entries.push_back(entry_of(entry));
  body["ledger"] = std::move(entries);
  return body.dump();
}

std::string preview(const Preview& preview, const catalogue::Catalogue& catalogue) {
  Json body{{"procedure", procedure(preview.procedure, catalogue)},
            {"received_at", core::format_instant(preview.received_at)},
            {"due_at", core::format_instant(preview.derivation.due_at)},
            {"due_date", core::format_date(preview.derivation.due_date)},
            {"mode", calendar::name_of(preview.limit.mode)},
            {"unit", unit_of(preview.limit.mode)},
            {"limit", preview.limit.amount}};
  add_derivation(body, preview.derivation);
  return body.dump();
}

std::string check(const catalogue::Procedure& procedure, const Completeness& completeness) {
  Json lacking = Json::array();
  for (const auto& [component, handed_in] : completeness.lacking) {
    lacking.push_back({{"code", component->code},
                       {"name", component->name},
                       {"kind", to_text(component->kind)},
                       {"copies", component->copies},
                       {"handed_in", handed_in},
                       {"because", text(component->when)}});
  }
  Json unanswered = Json::array();
  for (const catalogue::Question* question : completeness.unanswered)
    unanswered.push_back({{"code", question->code}, {"text", question->text}});
  return Json{{"procedure", {{"code", procedure.code}, {"version", procedure.version}, {"name", procedure.name}}},
              {"complete", completeness.complete()},
              {"lacking", std::move(lacking)},
              {"unanswered", std::move(unanswered)},
              {"unknown", completeness.unknown}}
      .dump();
}

std::string trips(std::span<const Trip> trips) {
  Json items = Json::array();
  for (const Trip& trip : trips) {
    items.push_back(
        {{"reason", trip.reason}, {"version", trip.version}, {"occurred_at", core::format_instant(trip.occurred_at)}});
  }
  return Json{{"items", std::move(items)}}.dump();
}

std::string status_history(std::span<const StatusStep> steps, const std::map<NoteRef, std::string>* texts,
                           const catalogue::Catalogue& catalogue) {
  const auto note_of = [texts](const StatusStep& step) -> Json {
    if (!step.note || texts == nullptr) return nullptr;
    const auto known = texts->find(*step.note);
    return known == texts->end() ? Json(nullptr) : Json(known->second);
  };
  Json items = Json::array();
  for (const StatusStep& step : steps) {
    Json item{{"version", step.version}};
    add_status(item, step.status);
    item["occurred_at"] = core::format_instant(step.occurred_at);
    item["recorded_at"] = core::format_instant(step.recorded_at);
    item["unit"] = unit(core::UnitId{step.unit}, catalogue);
    item["note"] = note_of(step);
    item["corrected_by"] = step.corrected_by ? Json(*step.corrected_by) : Json(nullptr);
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}}.dump();
}

std::string status_changes(std::span<const StatusChange> changes, std::int64_t next,
                           const catalogue::Catalogue& catalogue) {
  Json items = Json::array();
  for (const StatusChange& change : changes) {
    Json item{{"sequence", change.sequence}, {"dossier_id", change.dossier.str()}, {"number", change.number}};
    item["version"] = change.step.version;
    add_status(item, change.step.status);
    item["occurred_at"] = core::format_instant(change.step.occurred_at);
    item["recorded_at"] = core::format_instant(change.step.recorded_at);
    item["unit"] = unit(core::UnitId{change.step.unit}, catalogue);
    item["corrects"] = change.corrects ? Json(name_of(*change.corrects)) : Json(nullptr);
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}, {"next", std::to_string(next)}}.dump();
}

std::string transfers(const TransferPage& page, bool dry_run, const std::optional<std::string>& next,
                      const catalogue::Catalogue& catalogue) {
  const auto begun = [&](const auto& one) {
    return Json{{"dossier_id", one.id.str()}, {"number", one.number}, {"from", unit(one.from, catalogue)}};
  };
  Json transferred = Json::array();
  for (const PlannedTransfer& one : page.transferred) {
    transferred.push_back(begun(one));
    transferred.back()["to"] = unit(one.to, catalogue);
  }
  Json undecided = Json::array();
  for (const UndecidedTransfer& one : page.undecided) {
    Json successors = Json::array();
    for (const core::UnitId& successor : one.successors) successors.push_back(unit(successor, catalogue));
    undecided.push_back(begun(one));
    undecided.back()["successors"] = std::move(successors);
  }
  return Json{{"dry_run", dry_run},
              {"looked_at", page.looked_at},
              {"transferred", std::move(transferred)},
              {"undecided", std::move(undecided)},
              {"next", text(next)}}
      .dump();
}

std::string look_up(const Dossier& dossier) {
  const auto due = due_of(dossier);
  return Json{{"number", dossier.number},
              {"status", name_of(dossier.status)},
              {"status_code", static_cast<int>(dossier.status)},
              {"submitted_at", core::format_instant(dossier.submitted_at)},
              {"accepted_at", moment(dossier.accepted_at)},
              {"due_at", moment(due ? std::optional{due->at} : std::nullopt)},
              {"due_promised", moment(dossier.deadline ? dossier.deadline->promised : std::nullopt)},
              {"resolved_at", moment(dossier.resolved_at)},
              {"returned_at", moment(dossier.returned_at)},
              {"withdrawn_at", moment(dossier.withdrawn_at)},
              {"doubles", text(dossier.doubles)}}
      .dump();
}

}  // namespace motcua::dossiers::views
