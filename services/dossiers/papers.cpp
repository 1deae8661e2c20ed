#include "dossiers/papers.hpp"

#include <array>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/answers.hpp"
#include "dossiers/draft.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/paper_name.hpp"
#include "dossiers/paper_problems.hpp"
#include "dossiers/paper_views.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/sight.hpp"
#include "dossiers/store/people_rows.hpp"
#include "http/query.hpp"
#include "log/log.hpp"
#include "store/digest.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {

/// What a command came to.
struct Papers::Step {
  http::Response response;
  Ending ending;
};

/// What every command is asked with.
struct Papers::Asked {
  const Caller& caller;
  const store::Answering once;
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  core::Instant now;
};

/// A content that was looked at and found good, with the row that its paper gets.
struct Papers::Arrival {
  std::string attempt;
  rows::PaperRow row;
};

namespace {

// In the order of Ending.
constexpr std::array endings{"done",      "refused",           "repeated",  "not_found",
                             "forbidden", "changed_meanwhile", "key_reused"};
constexpr std::int64_t removed_at_once = 20;
constexpr std::size_t salt_bytes = 16;

content::ArchiveLimits limits_of(const catalogue::UploadSet& set) {
  return {.entries = set.most_entries, .unpacked_bytes = set.most_unpacked_bytes, .ratio = set.most_ratio};
}

std::optional<http::Problem> refused_words(const catalogue::UploadSet& set, const PaperWords& words,
                                           std::optional<std::int64_t> size) {
  const catalogue::UploadType* type = set.find(words.media_type);
  if (type == nullptr) return problems::paper_type_not_allowed(set);
  if (!type->has_extension(extension_of(words.name))) return problems::paper_extension_false(*type);
  if (size && *size > type->most_bytes) return problems::paper_too_large(type->most_bytes);
  return std::nullopt;
}

}  // namespace

Papers::Papers(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
               blobs::Store& contents, content::Inspector& inspector, Settings settings, metrics::Registry& metrics,
               std::function<void()> committed)
    : database_{database},
      catalogue_{catalogue},
      scopes_{scopes},
      clock_{std::move(clock)},
      contents_{contents},
      inspector_{inspector},
      settings_{settings},
      metrics_{metrics},
      given_up_{metrics.counter("motcua_dossiers_papers_given_up_total", "Contents stored that no paper came of.")},
      removed_{metrics.counter("motcua_dossiers_papers_removed_total", "Contents removed from the store.")},
      damaged_{metrics.counter("motcua_dossiers_papers_damaged_total",
                               "Readings that found a content missing or not as it was stored.")},
      committed_{std::move(committed)} {}

http::Response Papers::told(const char* command, Step step) {
  if (step.ending == Ending::done && committed_) committed_();
  metrics_
      .counter("motcua_dossiers_commands_total", "Commands by what they came to",
               {{"command", command}, {"outcome", endings.at(static_cast<std::size_t>(step.ending))}})
      .increment();
  return std::move(step.response);
}

Papers::Asked Papers::asked(const Caller& caller, const Once& once) const {
  return {caller, {once.key, once.fingerprint}, catalogue_.current(), clock_()};
}

// As for every command: what is not seen is not there, what is seen and not theirs is forbidden.
std::optional<http::Problem> Papers::hidden(const auth::Actor& actor, Right right, const core::UnitId& responsible,
                                            const std::optional<core::UnitId>& handling) const {
  const auto catalogue = catalogue_.current();
  const core::Date today = core::vietnam_date(clock_());
  const auto seen_by = [&](Right what) {
    return sees(*scopes_.of(actor, what, *catalogue, today), responsible, handling);
  };
  if (!seen_by(Right::read)) return http::not_found();
  if (!may(actor, right) || !seen_by(right)) return problems::forbidden();
  return std::nullopt;
}

std::optional<http::Problem> Papers::refuse(const auth::Actor& actor, const DossierId& id, const PaperWords& words,
                                            std::optional<std::int64_t> size) {
  const std::vector<const DossierId*> ids{&id};
  const auto standing = database_.in_read([&](store::Transaction& tx) { return rows::standings_of(tx, ids); });
  if (!standing.front()) return http::not_found();
  if (auto problem =
          hidden(actor, Right::add_paper, standing.front()->responsible_unit, standing.front()->handling_unit))
    return problem;
  return refused_words(catalogue_.current()->papers.on(core::vietnam_date(clock_())), words, size);
}

std::optional<Papers::Step> Papers::not_now(store::Transaction& tx, const Asked& asked,
                                            const std::optional<rows::Kept>& before,
                                            std::optional<std::int64_t> expected) {
  const Caller& caller = asked.caller;
  if (!before) return Step{caller.write(http::not_found()), Ending::not_found};
  if (const auto problem =
          hidden(caller.actor, Right::add_paper, before->dossier.responsible_unit, before->dossier.handling_unit)) {
    return Step{caller.write(*problem), problem->status == 404 ? Ending::not_found : Ending::forbidden};
  }
  const auto known = asked.once.known(tx);
  if (std::holds_alternative<store::DifferentRequest>(known))
    return Step{caller.write(problems::key_reused()), Ending::key_reused};
  if (std::holds_alternative<store::ErasedAnswer>(known))
    return Step{caller.write(problems::answer_erased()), Ending::repeated};
  if (const auto* first = std::get_if<store::StoredAnswer>(&known)) return Step{from_stored(*first), Ending::repeated};
  if (expected && *expected != before->dossier.version)
    return Step{caller.write(problems::changed_meanwhile()), Ending::changed_meanwhile};
  return std::nullopt;
}

Papers::Step Papers::refused(store::Transaction& tx, const Asked& asked, const Refusal& refusal,
                             const DossierId& id) const {
  http::Response response = asked.caller.write(problems::refused(refusal));
  asked.once.keep(tx, stored(response), id.str(), asked.now);
  return {std::move(response), Ending::refused};
}

http::Response Papers::add(const Caller& caller, const Once& once, const DossierId& id,
                           std::optional<std::int64_t> expected, const PaperWords& words, const core::File& content,
                           const std::string& checksum) {
  const Asked asked = this->asked(caller, once);
  const catalogue::UploadSet& set = asked.catalogue->papers.on(core::vietnam_date(asked.now));
  const auto size = static_cast<std::int64_t>(content.size());
  if (const auto problem = refused_words(set, words, size))
    return told("add_paper", {caller.write(*problem), Ending::refused});
  if (size == 0) return told("add_paper", {caller.write(problems::paper_empty()), Ending::refused});
  const content::Verdict verdict = inspector_.inspect(content, limits_of(set));
  if (verdict.defect)
    return told("add_paper", {caller.write(problems::paper_defect(*verdict.defect)), Ending::refused});
  if (verdict.media_type != words.media_type)
    return told("add_paper", {caller.write(problems::paper_content_false(verdict.media_type)), Ending::refused});

  const Arrival arrival{core::uuid7(asked.now),
                        {.id = PaperId{core::uuid7(asked.now)},
                         .dossier = id,
                         .blob = rows::blob_key(id, checksum),
                         .component = words.component,
                         .kind = words.kind,
                         .media_type = words.media_type,
                         .size = size,
                         .name = words.name,
                         .checksum = checksum,
                         .salt = core::to_hex(core::random_bytes(salt_bytes)),
                         .added_at = asked.now,
                         .added_by = caller.actor.subject,
                         .added_unit = caller.actor.unit}};
  const auto first = [&](store::Transaction& tx) { return announce(tx, asked, id, expected, arrival); };
  if (Step step = store::retried(database_, first); step.response.status != 0)
    return told("add_paper", std::move(step));
  contents_.put(*arrival.row.blob, content);
  const auto second = [&](store::Transaction& tx) { return settle(tx, asked, id, expected, arrival); };
  return told("add_paper", store::retried(database_, second));
}

namespace {

/// Asked before the content is stored and again with the paper: the dossier may be another one by then.
Decision decided(store::Transaction& tx, const Dossier& dossier, const rows::PaperRow& row,
                 const catalogue::Catalogue& catalogue, core::Instant now) {
  const AddPaper order{
      .id = row.id,
      .component = row.component,
      .components = row.component ? static_cast<int>(rows::texts_of(tx, row.dossier).components.size()) : 0,
      .kind = row.kind,
      .type = row.media_type,
      .size = row.size,
      .digest = digest_of(row.checksum.value(), row.salt.value()),
      .kept = rows::count_of_kept_papers(tx, row.dossier),
      .most = catalogue.papers.on(core::vietnam_date(now)).most_papers};
  return decide(dossier, order, own_facts(catalogue, now));
}

}  // namespace

// Before the content is stored: what will be refused is refused now, and what is stored from here on is known to be
// under way. A response without a status: go on.
Papers::Step Papers::announce(store::Transaction& tx, const Asked& asked, const DossierId& id,
                              std::optional<std::int64_t> expected, const Arrival& arrival) {
  const auto before = rows::load(tx, id, rows::For::update);
  if (auto step = not_now(tx, asked, before, expected)) return *std::move(step);
  const Decision decision = decided(tx, before->dossier, arrival.row, *asked.catalogue, asked.now);
  if (!decision) return refused(tx, asked, decision.error(), id);
  if (!rows::expect_blob(tx, arrival.attempt, *arrival.row.blob, id, asked.now))
    return {asked.caller.write(problems::paper_being_removed()), Ending::refused};
  return {http::Response{.status = 0}, Ending::done};
}

// The content is durable. Everything else is one transaction: the paper, the history that tells of it, the answer.
Papers::Step Papers::settle(store::Transaction& tx, const Asked& asked, const DossierId& id,
                            std::optional<std::int64_t> expected, const Arrival& arrival) {
  const Caller& caller = asked.caller;
  const auto before = rows::load(tx, id, rows::For::update);
  // Given up while it was being stored: it is there now, and nobody will have it.
  const rows::BlobUnderWay blob{arrival.attempt, *arrival.row.blob, id};
  if (!rows::is_under_way(tx, blob, false)) rows::leave(tx, blob, asked.now);
  if (auto step = not_now(tx, asked, before, expected)) return *std::move(step);
  const Decision decision = decided(tx, before->dossier, arrival.row, *asked.catalogue, asked.now);
  if (!decision) return refused(tx, asked, decision.error(), id);
  if (!rows::take_blob(tx, arrival.attempt)) return {caller.write(problems::paper_being_removed()), Ending::refused};
  rows::insert(tx, arrival.row);
  const rows::Kept after =
      append(tx, *before, *decision, {caller.actor.subject, caller.actor.unit.str(), caller.traceparent});
  rows::update(tx, after);
  http::Response response = http::json(201, views::paper(arrival.row, true, *asked.catalogue));
  response.with("Location", "/v1/dossiers/" + id.str() + "/papers/" + arrival.row.id.str() + "/content")
      .with("Cache-Control", "no-store");
  asked.once.keep(tx, stored(response), id.str(), asked.now);
  return {std::move(response), Ending::done};
}

http::Response Papers::list(const Caller& caller, const DossierId& id) {
  const auto catalogue = catalogue_.current();
  const Light light{scopes_, *catalogue, core::vietnam_date(clock_())};
  return database_.in_read([&](store::Transaction& tx) {
    const auto kept = rows::load(tx, id, rows::For::reading);
    if (!kept) return caller.write(http::not_found());
    const Dossier& dossier = kept->dossier;
    if (const auto problem = hidden_from(caller, light, dossier.responsible_unit, dossier.handling_unit))
      return caller.write(*problem);
    const bool whole = sees_people(caller, light, dossier.responsible_unit, dossier.handling_unit);
    const auto papers = rows::papers_of(tx, id);
    return http::json(200, views::papers(papers, whole, *catalogue)).with("Cache-Control", "no-store");
  });
}

http::Response Papers::content(const Caller& caller, const DossierId& id, const PaperId& paper,
                               const std::string& purpose) {
  const auto catalogue = catalogue_.current();
  const Light light{scopes_, *catalogue, core::vietnam_date(clock_())};
  const auto found = database_.in_read([&](store::Transaction& tx) -> core::Result<rows::PaperRow, http::Problem> {
    const auto kept = rows::load(tx, id, rows::For::reading);
    if (!kept) return http::not_found();
    const Dossier& dossier = kept->dossier;
    if (auto problem = hidden_from(caller, light, dossier.responsible_unit, dossier.handling_unit)) return *problem;
    if (!sees_people(caller, light, dossier.responsible_unit, dossier.handling_unit)) return problems::forbidden();
    auto row = rows::paper_of(tx, id, paper);
    if (!row) return http::not_found();
    if (!row->blob || !row->checksum) return problems::paper_gone();
    return *std::move(row);
  });
  if (!found) return caller.write(found.error());

  auto content = contents_.get(*found->blob);
  if (!content || blobs::digest_of(*content) != *found->checksum) {
    const auto now = database_.in_read([&](store::Transaction& tx) { return rows::paper_of(tx, id, paper); });
    if (!now || !now->blob) return caller.write(problems::paper_gone());  // withdrawn in between
    damaged_.increment();
    log::error("a paper's content is not as it was stored",
               {{"paper", paper.str()}, {"what", content ? "changed" : "missing"}});
    return caller.write(problems::paper_damaged());
  }
  const rows::Access access{clock_(), caller.actor, id, purpose, caller.traceparent, "paper:" + paper.str()};
  database_.write_one([&](store::Transaction& tx) { rows::log_access(tx, access); });

  const catalogue::UploadType* type = catalogue->papers.on(light.today).find(found->media_type);
  const std::string otherwise = type == nullptr ? "paper" : "paper." + type->extensions.front();
  http::Response response{.status = 200, .content_type = found->media_type};
  response.file = std::make_shared<const core::File>(*std::move(content));
  response.with("ETag", '"' + *found->checksum + '"')
      .with("Content-Disposition", disposition_of(found->name, otherwise))
      .with("Cache-Control", "no-store");
  return response;
}

http::Response Papers::withdraw(const Caller& caller, const Once& once, const DossierId& id,
                                std::optional<std::int64_t> expected, const PaperId& paper,
                                const std::vector<std::string>& reasons) {
  const Asked asked = this->asked(caller, once);
  const auto work = [&](store::Transaction& tx) -> Step {
    const auto before = rows::load(tx, id, rows::For::update);
    if (auto step = not_now(tx, asked, before, expected)) return *std::move(step);
    auto row = rows::paper_of(tx, id, paper);
    if (!row) return {caller.write(http::not_found()), Ending::not_found};
    NewNotes notes;
    const WithdrawPaper order{paper, row->withdrawn_at.has_value(),
                              noted(notes, "paper_withdrawal_reasons", reasons, asked.now)};
    const Decision decision = decide(before->dossier, order, own_facts(*asked.catalogue, asked.now));
    if (!decision) return refused(tx, asked, decision.error(), id);
    for (const rows::NewNote& note : notes) rows::insert(tx, id, note);
    rows::let_go(tx, *row, asked.now);
    rows::mark_withdrawn(tx, paper, asked.now, caller.actor.subject);
    rows::update(tx,
                 append(tx, *before, *decision, {caller.actor.subject, caller.actor.unit.str(), caller.traceparent}));
    row = rows::paper_of(tx, id, paper);
    http::Response response = http::json(200, views::paper(*row, true, *asked.catalogue));
    response.with("Cache-Control", "no-store");
    asked.once.keep(tx, stored(response), id.str(), asked.now);
    return {std::move(response), Ending::done};
  };
  return told("withdraw_paper", store::retried(database_, work));
}

// Under the dossier's lock from the look to the removal: nobody can come to count on the content in between.
bool Papers::remove_one(const rows::BlobUnderWay& blob) {
  const auto work = [&](store::Transaction& tx) {
    rows::load(tx, blob.dossier, rows::For::update);
    if (!rows::is_under_way(tx, blob, true)) return false;
    contents_.remove(blob.blob);
    rows::forget_blob(tx, blob);
    return true;
  };
  try {
    return store::retried(database_, work);
  } catch (const blobs::Unavailable&) {
    // One that cannot go holds up nobody behind it.
    const auto later = [&](store::Transaction& tx) { rows::put_back(tx, blob, clock_()); };
    database_.transaction(later);
    throw;
  }
}

std::int64_t Papers::tidy() {
  const core::Instant then = clock_() - settings_.given_up_after;
  const auto old =
      database_.in_read([&](store::Transaction& tx) { return rows::given_up_before(tx, then, removed_at_once); });
  for (const rows::BlobUnderWay& blob : old) {
    const auto work = [&](store::Transaction& tx) {
      rows::load(tx, blob.dossier, rows::For::update);
      return rows::give_up(tx, blob, clock_());
    };
    if (store::retried(database_, work)) given_up_.increment();
  }
  std::int64_t removed = 0;
  const auto leaving =
      database_.in_read([&](store::Transaction& tx) { return rows::leaving_blobs(tx, removed_at_once); });
  for (const rows::BlobUnderWay& blob : leaving) removed += remove_one(blob) ? 1 : 0;
  removed_.increment(static_cast<double>(removed));
  return removed;
}

void Papers::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any timer;
  std::int64_t removed = 0;
  while (!stop.stop_requested()) {
    const std::chrono::milliseconds wait = removed > 0 ? std::chrono::milliseconds{100} : settings_.every;
    std::unique_lock lock{mutex};
    if (timer.wait_for(lock, stop, wait, [] { return false; }); stop.stop_requested()) return;
    removed = 0;
    try {
      removed = tidy();
    } catch (const store::Unavailable&) {
      log::warn("contents of papers not tidied: the database does not answer; next try later");
    } catch (const blobs::Unavailable& broken) {
      log::warn("contents of papers not tidied; next try later", {{"error", broken.what()}});
    }
  }
}

}  // namespace motcua::dossiers
