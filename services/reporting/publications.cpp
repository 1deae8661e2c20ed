#include "reporting/publications.hpp"

#include "core/random.hpp"
#include "outbox/inbox.hpp"
#include "reporting/domain/rules.hpp"
#include "reporting/figures.hpp"
#include "reporting/flattening.hpp"
#include "reporting/render/publications.hpp"
#include "store/digest.hpp"
#include "store/retried.hpp"

namespace motcua::reporting {
namespace {

SettledQuestion settled_question(const Standing& standing) {
  return {standing.subject,     standing.unit->id, standing.period, standing.by,
          standing.attribution, standing.burden,   standing.today};
}

using Known = std::variant<store::NotYetAsked, store::DifferentRequest, store::ErasedAnswer, store::StoredAnswer>;
using Outcome = std::variant<store::StoredAnswer, Forbidden, KeyReused, Refusal>;

/// The answer to a request that was made before; nothing to a new one.
std::optional<Outcome> outcome_of(const Known& known) {
  if (const auto* answer = std::get_if<store::StoredAnswer>(&known)) return *answer;
  if (std::holds_alternative<store::DifferentRequest>(known)) return KeyReused{};
  return std::nullopt;
}

void add_names(Restatement& restatement, const Report& report) {
  const auto add = [&](FigureName::Line line, const std::vector<Row>& rows) {
    for (const Row& row : rows) restatement.names[{line, row.key}] = {row.code, row.name};
  };
  add(FigureName::Line::row, report.rows);
  if (report.not_attributable) add(FigureName::Line::not_attributable, report.not_attributable->rows);
}

}  // namespace

bool Restatement::by_the_same_rules() const {
  return publication.rules_version == rules_version && publication.catalogue_version == catalogue_version;
}

bool may_publish(const auth::Actor& actor) {
  return actor.has(auth::Role::leader) || actor.has(auth::Role::city_reader);
}

Publications::Publications(Reports& reports, store::Database& database, std::string topic, core::Clock clock)
    : reports_{reports}, database_{database}, topic_{std::move(topic)}, clock_{std::move(clock)} {}

Outcome Publications::publish(const ToPublish& wanted, const store::Once& once, const auth::Actor& actor) {
  if (!may_publish(actor)) return Forbidden{};
  const core::Instant now = clock_();
  const auto period = settle_for_publication(wanted.question.period, core::vietnam_date(now));
  if (!period) return Refusal{period.error()};
  Question question = wanted.question;
  question.period = {period->from, period->to, period->as_of, period->known_at};
  const auto standing = reports_.settle(question, actor);
  if (!standing) return standing.error();

  const store::Answering answering{once.key, once.fingerprint};
  Publication publication{.id = core::uuid7(now),
                          .question = settled_question(*standing),
                          .format = std::string{name_of(wanted.format)},
                          .language = wanted.language == http::Language::english ? "en" : "vi",
                          .title = wanted.title.value_or(""),
                          .published_at = now,
                          .publisher_issuer = actor.issuer,
                          .publisher = actor.subject,
                          .publisher_unit = actor.unit,
                          .sequence = 0,
                          .catalogue_version = standing->catalogue->version,
                          .rules_version = rules_version};
  PublishedContent content;
  // What is published comes from one snapshot; a command's transaction need not see one.
  const auto known = database_.in_read([&](store::Transaction& tx) -> std::optional<Outcome> {
    if (auto before = outcome_of(answering.known(tx))) return before;
    Report report = figures(tx, *standing);
    report.sequence = outbox::complete_through(tx, topic_);
    publication.sequence = report.sequence;
    content = {rendered(report, wanted.format, wanted.language), written(figures_of(report))};
    return std::nullopt;
  });
  if (known) return *known;

  publication.body_digest = store::sha256_hex(content.body);
  const store::StoredAnswer answer{201, "/v1/publications/" + publication.id, json_of(publication)};
  const auto keep = [&](store::Transaction& tx) -> Outcome {
    if (auto before = outcome_of(answering.known(tx))) return *std::move(before);
    insert(tx, publication, content);
    answering.keep(tx, answer, publication.id, now);
    return answer;
  };
  return store::retried(database_, keep);
}

std::optional<PublicationsPage> Publications::list(const std::optional<std::string>& unit,
                                                   const std::optional<std::string>& before, std::size_t limit,
                                                   const auth::Actor& actor) {
  const bool all = !unit && actor.has(auth::Role::city_reader);
  const auto of = all ? std::nullopt : reports_.unit_read(unit.value_or(actor.unit.str()), actor);
  if (!all && !of) return std::nullopt;
  PublicationsPage page;
  page.items = database_.in_read_one([&](store::Transaction& tx) { return publications(tx, of, before, limit + 1); });
  if (page.items.size() > limit) {
    page.items.resize(limit);
    page.next = page.items.back().id;
  }
  // One as now may be about a unit that the actor does not read about, though it was asked for by another one's name.
  std::erase_if(page.items, [&](const Publication& one) { return !reports_.settled(one.question, actor); });
  return page;
}

std::optional<std::pair<Publication, Standing>> Publications::find(store::Transaction& tx, const std::string& id,
                                                                   const auth::Actor& actor) {
  // Whatever else stands in the address names none, and is no value for the database.
  if (!core::is_uuid(id)) return std::nullopt;
  auto found = publication(tx, id);
  if (!found) return std::nullopt;
  auto standing = reports_.settled(found->question, actor);
  if (!standing) return std::nullopt;
  return std::pair{*std::move(found), *std::move(standing)};
}

std::optional<Published> Publications::read(const std::string& id, const auth::Actor& actor) {
  return database_.in_read([&](store::Transaction& tx) -> std::optional<Published> {
    auto found = find(tx, id, actor);
    if (!found) return std::nullopt;
    return Published{std::move(found->first), published_content(tx, id).value().body};
  });
}

std::optional<Restatement> Publications::restatement(const std::string& id, const auth::Actor& actor) {
  return database_.in_read([&](store::Transaction& tx) -> std::optional<Restatement> {
    auto found = find(tx, id, actor);
    if (!found) return std::nullopt;
    auto& [publication, standing] = *found;
    const Report known_then = figures(tx, standing);
    Standing today = standing;
    today.period.by_all_known = true;
    const Report now = figures(tx, today);

    Restatement restatement{publication, outbox::complete_through(tx, topic_), standing.catalogue->version, {}, {}};
    add_names(restatement, known_then);
    add_names(restatement, now);
    restatement.figures = restate(read_figures(published_content(tx, id).value().figures), figures_of(known_then),
                                  figures_of(now), restatement.by_the_same_rules());
    return restatement;
  });
}

}  // namespace motcua::reporting
