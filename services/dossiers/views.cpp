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

Json person(const PersonDetails& details) {
  return {{"name", details.name}, {"identity_number", text(details.identity_number)}, {"phone", text(details.phone)}};
}

Json applicant(const ApplicantDetails& people, Shown shown) {
  const ApplicantDetails details = shown == Shown::masked ? masked(people) : people;
  Json body{{"kind", name_of(details.kind)}};
  body.update(person(details.person));
  if (details.representative) body["representative"] = person(*details.representative);
  body["masked"] = shown == Shown::masked;
  return body;
}

void add_dates(Json& body, const Dossier& dossier) {
  const auto& due = dossier.deadline;
  body["submitted_at"] = core::format_instant(dossier.submitted_at);
  body["accepted_at"] = moment(dossier.accepted_at);
  body["due_date"] = due ? Json(core::format_date(due->date)) : Json(nullptr);
  body["due_at"] = moment(due ? std::optional{due->at} : std::nullopt);
  body["due_original"] = moment(due ? std::optional{due->original_at} : std::nullopt);
  body["due_promised"] = moment(due ? due->promised : std::nullopt);
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
            {"handling_unit", dossier.handling_unit ? unit(*dossier.handling_unit, catalogue) : Json(nullptr)},
            {"officer", dossier.officer ? Json(dossier.officer->str()) : Json(nullptr)},
            {"channel", name_of(dossier.channel)},
            {"applicant", applicant(people, shown)}};
  add_dates(body, dossier);
  body["outcome"] = dossier.outcome ? Json(name_of(*dossier.outcome)) : Json(nullptr);
  body["returned_at"] = moment(dossier.returned_at);
  body["withdrawn_at"] = moment(dossier.withdrawn_at);
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

std::string deadline(const Dossier& dossier, const contracts::Accepted& derivation) {
  const Deadline& due = dossier.deadline.value();
  Json days = Json::array();
  for (const contracts::Day& day : derivation.days) {
    days.push_back({{"date", core::format_date(day.date)}, {"counted", day.counted}, {"reason", day.reason}});
  }
  return Json{{"due_at", core::format_instant(due.at)},
              {"due_date", core::format_date(due.date)},
              {"due_original", core::format_instant(due.original_at)},
              {"due_promised", moment(due.promised)},
              {"accepted_at", moment(dossier.accepted_at)},
              {"counted_from", core::format_date(derivation.counted_from)},
              {"mode", derivation.mode},
              {"limit", derivation.limit},
              {"calendar_version", derivation.calendar_version},
              {"days", std::move(days)}}
      .dump();
}

std::string look_up(const Dossier& dossier) {
  const auto& due = dossier.deadline;
  return Json{{"number", dossier.number},
              {"status", name_of(dossier.status)},
              {"status_code", static_cast<int>(dossier.status)},
              {"submitted_at", core::format_instant(dossier.submitted_at)},
              {"accepted_at", moment(dossier.accepted_at)},
              {"due_at", moment(due ? std::optional{due->at} : std::nullopt)},
              {"resolved_at", moment(dossier.resolved_at)},
              {"returned_at", moment(dossier.returned_at)},
              {"withdrawn_at", moment(dossier.withdrawn_at)}}
      .dump();
}

}  // namespace motcua::dossiers::views
