#include "dossiers/import.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/contradiction.hpp"
#include "dossiers/import_line.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/store/numbers.hpp"
#include "dossiers/store/people_rows.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::size_t lines_of_a_batch = 250;
// Each refused line is answered by one of a few hundred bytes: without a bound, 8 MiB of line ends would make
// gigabytes.
constexpr std::size_t most_lines = 50'000;

enum class Effect { imported, updated, unchanged };

/// What a line came to: its effect, or why it was refused.
using LineResult = core::Result<Effect, http::Problem>;

/// A line that was read, or its problem; numbered from 1 in the request.
struct Numbered {
  std::size_t number;
  core::Result<ImportLine, BadLine> line;
};

/// A command of a line, with the moment that the line states for it.
struct Deed {
  Command command;
  core::Instant moment;
  const char* pointer;
};

http::Problem refused(Rule rule, const char* pointer) { return problems::refused({rule, Status::registered, pointer}); }

/// One transaction's work on a batch of lines.
class Batch {
 public:
  Batch(store::Transaction& tx, const Caller& caller, const catalogue::Catalogue& catalogue, const Scope& scope,
        const IdentityKeys& keys, core::Instant now)
      : tx_{tx}, caller_{caller}, catalogue_{catalogue}, scope_{scope}, keys_{keys}, now_{now} {}

  /// Everything is decided before anything is written, so a refused line leaves no trace but that of a comparison.
  LineResult take(const ImportLine& line) {
    const auto place = place_of(catalogue_, line.unit_code, line.procedure_code, core::vietnam_date(line.submitted_at));
    if (!place) return problems::refused(place.error());
    if (!sees(scope_, place->unit->id, std::nullopt)) return problems::forbidden();
    const Source source{caller_.actor.client, line.source_id};
    auto known = rows::load_by_source(tx_, source, rows::For::update);
    if (!known) return begin(line, source, *place);
    if (const char* pointer = contradiction(line, known->dossier, *place))
      return refused(Rule::import_contradicts, pointer);
    return go_on(line, std::move(*known));
  }

 private:
  LineResult begin(const ImportLine& line, const Source& source, const Place& place) {
    if (line.number && rows::number_exists(tx_, *line.number)) return refused(Rule::number_taken, "/number");
    const rows::NewPerson person = rows::new_person(line.applicant.person, keys_, now_);
    std::optional<rows::NewPerson> representative;
    if (line.applicant.representative) representative = rows::new_person(*line.applicant.representative, keys_, now_);
    RegisterDossier order{.id = DossierId{core::uuid7(now_)},
                          .number = line.number.value_or(""),
                          .receiving_unit = place.unit->id,
                          .channel = line.channel,
                          .applicant = {line.applicant.kind, person.person, std::nullopt},
                          .components = rows::without_names(line.components),
                          .source = source};
    if (representative) order.applicant.representative = representative->person;

    std::vector<Deed> steps{{order, line.submitted_at, "/submitted_at"}};
    Dossier at_registration;
    at_registration.responsible_unit = place.unit->id;
    at_registration.procedure = {place.procedure->code, place.procedure->version, place.procedure->field};
    add_later_steps(steps, line, at_registration);
    auto happened = decided({}, steps, at_registration);
    if (!happened) return happened.error();
    if (!line.number) {
      // Drawn last, so that refused lines use up no serial.
      std::get<DossierRegistered>(happened.value().front().event).number =
          rows::next_import_number(tx_, place.unit->agency_code, core::vietnam_date(line.submitted_at));
    }
    rows::insert(tx_, append(tx_, {}, *happened, author()), std::nullopt);
    rows::insert(tx_, order.id, person);
    if (representative) rows::insert(tx_, order.id, *representative);
    if (!line.components.empty())
      rows::insert(tx_, order.id, rows::new_note("papers", rows::text_of(line.components), now_));
    return Effect::imported;
  }

  LineResult go_on(const ImportLine& line, rows::Kept known) {
    std::vector<Deed> steps;
    add_later_steps(steps, line, known.dossier);
    if (steps.empty()) return Effect::unchanged;
    const auto happened = decided(known.dossier, steps, known.dossier);
    if (!happened) return happened.error();
    rows::update(tx_, append(tx_, std::move(known), *happened, author()));
    return Effect::updated;
  }

  const char* contradiction(const ImportLine& line, const Dossier& known, const Place& place) {
    if (place.unit->id != known.receiving_unit) return "/unit_code";
    if (const char* pointer = dossiers::contradiction(line, known)) return pointer;
    // Nothing is left to compare with, and what the line tells of people is not taken back.
    if (known.people_erased_at) return nullptr;
    // An importer does not read personal data, and might guess at them here: it is not told which field differs, and
    // the attempt is logged as a reading.
    if (contradict(line.applicant, rows::people_of(tx_, known.applicant))) return compared(known, "applicant");
    if (!line.components.empty() && line.components != rows::texts_of(tx_, known.id).components)
      return compared(known, "components");
    return nullptr;
  }

  const char* compared(const Dossier& known, const char* fields) {
    rows::log_access(tx_, {now_, caller_.actor, known.id, "import_comparison", caller_.traceparent, fields});
    return fields == std::string_view{"applicant"} ? "/applicant" : "/components";
  }

  /// The commands for the moments that the line tells and `known` does not have.
  static void add_later_steps(std::vector<Deed>& steps, const ImportLine& line, const Dossier& known) {
    if (line.accepted_at && !known.accepted_at) steps.push_back({AcceptDossier{}, *line.accepted_at, "/accepted_at"});
    if (line.resolved_at && !known.resolved_at) {
      // A result without a hand that made it: the responsible unit's, from acceptance on, marked as implied.
      // Or from the last moment known: meanwhile it may have waited for papers.
      if (!known.handling_unit) {
        steps.push_back({AssignDossier{known.responsible_unit, std::nullopt, true},
                         std::max(*line.accepted_at, known.last_moment), "/resolved_at"});
      }
      steps.push_back({ResolveDossier{*line.outcome, std::nullopt}, *line.resolved_at, "/resolved_at"});
    }
    if (line.returned_at && !known.returned_at) steps.push_back({ReturnResult{}, *line.returned_at, "/returned_at"});
    if (line.withdrawn_at && !known.withdrawn_at)
      steps.push_back({WithdrawDossier{}, *line.withdrawn_at, "/withdrawn_at"});
  }

  /// Each step by the rules of its own moment; `registered` says under which version of which procedure.
  core::Result<std::vector<Happening>, http::Problem> decided(Dossier state, const std::vector<Deed>& steps,
                                                              const Dossier& registered) {
    std::vector<Happening> all;
    for (const Deed& step : steps) {
      const auto rules = rules_of(catalogue_, state.version > 0 ? state : registered, step.moment);
      if (!rules) return refused(Rule::procedure_unknown, "/procedure_code");
      const Facts facts{.now = now_,
                        .stated = Declared{step.moment, std::nullopt},
                        .told = Told::imported,
                        .by_leader = false,
                        .rules = *rules,
                        .calendar = catalogue_.calendar};
      const Decision decision = decide(state, step.command, facts);
      if (!decision) {
        Refusal refusal = decision.error();
        refusal.pointer = step.pointer;
        return problems::refused(refusal);
      }
      for (const Happening& happening : *decision) {
        state = evolve(std::move(state), happening);
        all.push_back(happening);
      }
    }
    return all;
  }

  Author author() const { return {caller_.actor.subject, caller_.actor.unit.str(), caller_.traceparent}; }

  store::Transaction& tx_;
  const Caller& caller_;
  const catalogue::Catalogue& catalogue_;
  const Scope& scope_;
  const IdentityKeys& keys_;
  core::Instant now_;
};

/// The answer as it grows.
class Report {
 public:
  explicit Report(const Caller& caller) : caller_{caller} {}

  void add(const Numbered& line, const std::optional<LineResult>& result) {
    if (!line.line) return refuse(line.number, line.line.error().source_id, line.line.error().problem);
    if (!*result) return refuse(line.number, line.line->source_id, result->error());
    switch (**result) {
      case Effect::imported: ++imported; break;
      case Effect::updated: ++updated; break;
      case Effect::unchanged: ++unchanged; break;
    }
  }
  /// The whole answer; once.
  std::string finished() {
    body_ +=
        nlohmann::ordered_json{
            {"imported", imported}, {"updated", updated}, {"unchanged", unchanged}, {"refused", refused}}
            .dump();
    return std::move(body_ += '\n');
  }

  std::int64_t imported = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;

 private:
  void refuse(std::size_t line, const std::optional<std::string>& source_id, const http::Problem& problem) {
    ++refused;
    // The problem is JSON text already.
    body_ += R"({"line":)" + std::to_string(line) + R"(,"source_id":)" +
             (source_id ? nlohmann::json(*source_id).dump() : "null") + R"(,"problem":)" + caller_.write(problem).body +
             "}\n";
  }

  const Caller& caller_;
  std::string body_;
};

http::Problem too_many_lines() {
  return {.status = 413,
          .code = "too-many-lines",
          .title = {"Quá nhiều dòng", "Too many lines"},
          .detail = {"Mỗi yêu cầu nhận tối đa 50.000 dòng.", "A request takes at most 50,000 lines."}};
}

}  // namespace

Import::Import(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
               const IdentityKeyring& keys, metrics::Registry& metrics, std::function<void()> committed)
    : database_{database},
      catalogue_{catalogue},
      scopes_{scopes},
      clock_{std::move(clock)},
      keys_{keys},
      metrics_{metrics},
      committed_{std::move(committed)} {}

http::Response Import::take_over(const Caller& caller, std::string_view body, const std::stop_token& closing) {
  if (!may(caller.actor, Right::import) || caller.actor.client.empty()) return caller.write(problems::forbidden());
  const auto ends = static_cast<std::size_t>(std::ranges::count(body, '\n'));
  const std::size_t given = ends + (body.empty() || body.back() == '\n' ? 0 : 1);
  if (given > most_lines) return caller.write(too_many_lines());  // before they take memory
  const std::vector<std::string_view> texts = core::split(body, '\n');

  Report report{caller};
  std::vector<Numbered> batch;
  const auto keep = [&] {
    if (closing.stop_requested()) throw store::Unavailable("the service stops; the rest of the import is not taken");
    const core::Instant now = clock_();
    const auto catalogue = catalogue_.current();
    const auto scope = scopes_.of(caller.actor, Right::import, *catalogue, core::vietnam_date(now));
    const auto keys = keys_.current();
    const auto work = [&](store::Transaction& tx) {
      Batch one{tx, caller, *catalogue, *scope, *keys, now};
      std::vector<std::optional<LineResult>> results;
      results.reserve(batch.size());
      for (const Numbered& line : batch)
        results.push_back(line.line ? std::optional{one.take(*line.line)} : std::nullopt);
      return results;
    };
    const auto results = store::retried(database_, work);
    if (committed_) committed_();
    for (std::size_t at = 0; at < batch.size(); ++at) report.add(batch[at], results[at]);
    batch.clear();
  };
  for (std::size_t at = 0; at < texts.size(); ++at) {
    const std::string_view text = core::trim(texts[at]);
    if (text.empty()) continue;
    batch.push_back({at + 1, read_line(text)});
    if (batch.size() == lines_of_a_batch) keep();
  }
  if (!batch.empty()) keep();

  const auto count = [&](const char* outcome, std::int64_t lines) {
    metrics_
        .counter("motcua_dossiers_import_lines_total", "Imported lines by what they came to", {{"outcome", outcome}})
        .increment(static_cast<double>(lines));
  };
  count("imported", report.imported);
  count("updated", report.updated);
  count("unchanged", report.unchanged);
  count("refused", report.refused);
  return {.status = 200,
          .headers = {{"Cache-Control", "no-store"}},
          .content_type = "application/x-ndjson",
          .body = report.finished()};
}

}  // namespace motcua::dossiers
