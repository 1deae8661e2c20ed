#include "reporting/render/json.hpp"

#include <nlohmann/json.hpp>

#include "reporting/render/definitions.hpp"

namespace motcua::reporting {
namespace {

// In the order in which people read a report.
using json = nlohmann::ordered_json;

json view_of(const UnitName& unit) { return {{"id", unit.id}, {"code", unit.code}, {"name", unit.name}}; }

// Rows are many and an initializer list of JSON copies whatever it holds: members are set one by one.

json counts(std::initializer_list<std::pair<const char*, std::int64_t>> members) {
  json object = json::object();
  for (const auto& [name, count] : members) object[name] = count;
  return object;
}

json value_or_null(const std::optional<std::string>& value) { return value ? json(*value) : json(nullptr); }

json view_of(const Rate& rate, const http::Words& definition, http::Language language) {
  json object = json::object();
  object["percent"] = value_or_null(rate.percent());
  object["numerator"] = rate.numerator;
  object["denominator"] = rate.denominator;
  object["definition"] = in(language, definition);
  return object;
}

/// What words a report is written in.
struct Wording {
  Subject subject;
  http::Language language;
  bool burden;
};

/// What a dossier cost the citizen; a step has nothing of it. What the ratios mean stands once, in `definitions`: said
/// in each of some hundred rows it would be most of the report.
void add_burden(json& object, const Cells& cells) {
  object["supplements"] =
      counts({{"none", cells.without_supplements}, {"some", cells.with_supplements}, {"requests", cells.supplements}});
  object["trips"] = counts({{"total", cells.trips()},
                            {"submission", cells.submission_trips},
                            {"supplement", cells.supplement_trips},
                            {"payment", cells.payment_trips},
                            {"collection", cells.collection_trips}});
  json ratios = json::object();
  ratios["first_time_right"] = value_or_null(first_time_right_rate(cells).percent());
  ratios["supplements_per_dossier"] = value_or_null(supplements_per_dossier(cells).value());
  ratios["trips_per_dossier"] = value_or_null(trips_per_dossier(cells).value());
  object["ratios"] = std::move(ratios);
}

void add_cells(json& object, const Cells& cells, const Wording& wording) {
  const auto& [subject, language, burden] = wording;
  const Definitions& definitions = definitions_of(subject);
  object["received"] = counts({{"total", cells.received()},
                               {"online", cells.online},
                               {"direct", cells.direct},
                               {"postal", cells.postal},
                               {"carried_over", cells.carried_over}});
  object["resolved"] = counts(
      {{"total", cells.resolved()}, {"early", cells.early}, {"on_time", cells.on_time}, {"overdue", cells.overdue}});
  object["pending"] =
      counts({{"total", cells.pending()}, {"in_time", cells.pending_in_time}, {"overdue", cells.pending_overdue}});
  object["paused"] =
      counts({{"total", cells.paused()}, {"in_time", cells.paused_in_time}, {"overdue", cells.paused_overdue}});
  object["withdrawn"] = cells.withdrawn;
  json rates = json::object();
  rates["on_time"] = view_of(on_time_rate(cells), definitions.on_time, language);
  rates["completion"] = view_of(completion_rate(cells), definitions.completion, language);
  object["rates"] = std::move(rates);
  if (burden) add_burden(object, cells);
}

json view_of(const std::vector<TimeTaken>& all) {
  json list = json::array();
  for (const TimeTaken& taken : all) {
    list.push_back(
        {{"unit", name_of(taken.unit)}, {"resolved", taken.resolved}, {"median", taken.median}, {"p90", taken.p90}});
  }
  return list;
}

json view_of(const std::vector<Row>& rows, const Wording& wording, bool shows_time_taken) {
  json list = json::array();
  for (const Row& row : rows) {
    json one = json::object();
    one["key"] = row.key;
    one["code"] = row.code;
    one["name"] = row.name;
    add_cells(one, row.cells, wording);
    if (shows_time_taken) one["time_taken"] = view_of(row.time_taken);
    list.push_back(std::move(one));
  }
  return list;
}

json day_or_null(const std::optional<core::Date>& day) { return day ? json(core::format_date(*day)) : json(nullptr); }

std::optional<core::Date> ended_on(const Span& span) {
  return span.ended ? std::optional{span.ended->day} : std::nullopt;
}

std::optional<core::Date> accepted_on(const Span& span) {
  return span.begun ? std::optional{span.begun->accepted_on} : std::nullopt;
}

/// The members that tell how a record stood under the due date that a cell counted.
void add_course(json& object, const Span& span) {
  const std::optional<DueDay> due = span.begun ? span.begun->due : std::nullopt;
  object["due_date"] = day_or_null(due ? std::optional{due->due} : std::nullopt);
  object["overdue_from"] = day_or_null(due ? std::optional{due->overdue_from} : std::nullopt);
  object["paused"] = span.begun && span.begun->paused;
  object["ended_on"] = day_or_null(ended_on(span));
  object["ended_as"] = span.ended ? json(name_of(span.ended->as)) : json(nullptr);
}

json dossier_of(const Span& span, const UnitName& receiving_unit) {
  json dossier{
      {"id", span.record.str()},
      {"number", span.number},
      {"procedure",
       {{"code", span.about.procedure}, {"version", span.about.procedure_version}, {"field", span.about.field}}},
      {"receiving_unit", view_of(receiving_unit)},
      {"channel", name_of(span.about.channel)},
      {"accepted_on", day_or_null(accepted_on(span))}};
  add_course(dossier, span);
  const std::optional<int> supplements = span.ended ? span.ended->supplements : std::nullopt;
  dossier["supplements"] = supplements ? json(*supplements) : json(nullptr);
  const std::optional<TimeUsed> used = span.ended ? span.ended->used : std::nullopt;
  dossier["time_taken"] = used ? json{{"unit", name_of(used->unit)}, {"amount", used->amount}} : json(nullptr);
  return dossier;
}

json step_of(const Span& span, const UnitName& owner) {
  const StepName name = step_named(span.record);
  json step{{"dossier_id", name.dossier.str()},
            {"step", name.number},
            {"number", span.number},
            {"procedure", {{"code", span.about.procedure}, {"version", span.about.procedure_version}}},
            {"agency", span.about.field},
            {"owner", view_of(owner)},
            {"channel", name_of(span.about.channel)},
            {"begun_on", day_or_null(accepted_on(span))}};
  add_course(step, span);
  return step;
}

}  // namespace

std::string json_of(const Report& report, http::Language language) {
  const Wording wording{report.subject, language, report.burden};
  json body{{"unit", view_of(report.unit)}};
  if (report.asked) body["unit_asked"] = view_of(*report.asked);
  body["period"] = {{"from", core::format_date(report.period.from)}, {"to", core::format_date(report.period.to)}};
  body["as_of"] = core::format_date(report.period.as_of);
  body["known_at"] = core::format_date(report.period.known_at);
  body["attribution"] = name_of(report.attribution);
  add_cells(body, report.total, wording);
  body["by"] = report.by == By::nothing ? json(nullptr) : json(name_of(report.by));
  const bool shows_time_taken = report.burden && report.by == By::procedure;
  body["rows"] = view_of(report.rows, wording, shows_time_taken);
  if (report.not_attributable) {
    json apart = json::object();
    add_cells(apart, report.not_attributable->total, wording);
    apart["rows"] = view_of(report.not_attributable->rows, wording, false);
    body["not_attributable"] = std::move(apart);
  }
  body["definitions"] = {{"paused", in(language, definitions_of(report.subject).paused)}};
  if (report.burden) {
    const auto define = [&](const char* name, const http::Words& words) {
      body["definitions"][name] = in(language, words);
    };
    define("first_time_right", definitions_of_burden.first_time_right);
    define("supplements_per_dossier", definitions_of_burden.supplements);
    define("trips_per_dossier", definitions_of_burden.trips);
    if (shows_time_taken) define("time_taken", definitions_of_burden.time_taken);
  }
  body["sequence"] = report.sequence;
  body["catalogue_version"] = report.catalogue_version;
  return body.dump();
}

std::string json_of(const RecordsPage& page, Cell cell) {
  const auto view = page.subject == Subject::dossiers ? dossier_of : step_of;
  json items = json::array();
  for (std::size_t at = 0; at < page.spans.size(); ++at) items.push_back(view(page.spans[at], page.units[at]));
  json body{{"cell", name_of(cell)}, {"items", std::move(items)}};
  if (page.next) body["next"] = *page.next;
  return body.dump();
}

}  // namespace motcua::reporting
