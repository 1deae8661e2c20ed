#include "dossiers/desk.hpp"

#include <utility>

#include "core/random.hpp"
#include "dossiers/answers.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/store/numbers.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/views.hpp"
#include "http/query.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {

/// What the transaction of a command came to.
struct Desk::Step {
  http::Response response;
  const char* outcome;  ///< of the metric: done, refused, repeated, not_found, forbidden, changed_meanwhile, key_reused
};

/// What every command is asked with.
struct Desk::Asked {
  const Caller& caller;
  const Once& once;
  const std::optional<StatedMoment>& stated;
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  core::Instant now;
};

namespace {

/// A free text on its way into the notes.
using NewNotes = std::vector<rows::NewNote>;

std::optional<Note> noted(NewNotes& notes, const char* kind, const std::vector<std::string>& texts, core::Instant now) {
  if (texts.empty()) return std::nullopt;
  return notes.emplace_back(rows::new_note(kind, rows::text_of(texts), now)).note;
}

std::optional<Declared> declared(NewNotes& notes, const std::optional<StatedMoment>& stated, core::Instant now) {
  if (!stated) return std::nullopt;
  return Declared{stated->occurred_at, noted(notes, "moment_reason", {stated->reason}, now)};
}

Author author_of(const Caller& caller) { return {caller.actor.subject, caller.actor.unit.str(), caller.traceparent}; }

const std::string path_of_dossiers = "/v1/dossiers/";

/// The dossier that an answer to a registration shows; nothing when it was refused.
std::optional<DossierId> registered_in(const http::Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "Location") return DossierId{value.substr(path_of_dossiers.size())};
  }
  return std::nullopt;
}

http::Response with_etag(http::Response response, const Dossier& dossier) {
  response.with("ETag", '"' + std::to_string(dossier.version) + '"').with("Cache-Control", "no-store");
  return response;
}

Right right_for(const Order& order) {
  struct Rights {
    Right operator()(const AcceptOrder&) const { return Right::accept; }
    Right operator()(const RefuseOrder&) const { return Right::refuse; }
    Right operator()(const AssignOrder&) const { return Right::assign; }
    Right operator()(const ResolveOrder&) const { return Right::resolve; }
    Right operator()(const ReturnOrder&) const { return Right::hand_out; }
    Right operator()(const WithdrawOrder&) const { return Right::withdraw; }
  };
  return std::visit(Rights{}, order);
}

const char* name_of(Right right) {
  switch (right) {
    case Right::take_in: return "register";
    case Right::accept: return "accept";
    case Right::refuse: return "refuse";
    case Right::assign: return "assign";
    case Right::resolve: return "resolve";
    case Right::hand_out: return "return";
    case Right::withdraw: return "withdraw";
    case Right::import: return "import";
    case Right::read:
    case Right::read_personal: return "read";
  }
  return "";
}

/// Orders to commands: free texts become notes, codes become what they mean on the day.
class Translation {
 public:
  Translation(const catalogue::Catalogue& catalogue, const Dossier& dossier, const Facts& facts, NewNotes& notes)
      : catalogue_{catalogue}, day_{core::vietnam_date(moment_of(dossier, facts))}, now_{facts.now}, notes_{notes} {}

  using Result = core::Result<Command, Refusal>;
  Result operator()(const AcceptOrder&) const { return Command{AcceptDossier{}}; }
  Result operator()(const RefuseOrder& order) const {
    return Command{RefuseDossier{noted(notes_, "reasons", order.reasons, now_)}};
  }
  Result operator()(const AssignOrder& order) const {
    const catalogue::Unit* unit = catalogue_.units.in_force(order.unit_code, day_);
    if (unit == nullptr) return Refusal{Rule::unit_unknown, Status::accepted, "/unit_code"};
    return Command{AssignDossier{unit->id, order.officer ? std::optional{OfficerId{*order.officer}} : std::nullopt}};
  }
  Result operator()(const ResolveOrder& order) const {
    // Reasons belong to a refusal; with a grant they would be a text that nothing points to.
    const bool refused = order.outcome == Outcome::refused;
    return Command{
        ResolveDossier{order.outcome, refused ? noted(notes_, "reasons", order.reasons, now_) : std::nullopt}};
  }
  Result operator()(const ReturnOrder&) const { return Command{ReturnResult{}}; }
  Result operator()(const WithdrawOrder&) const { return Command{WithdrawDossier{}}; }

 private:
  const catalogue::Catalogue& catalogue_;
  core::Date day_;
  core::Instant now_;
  NewNotes& notes_;
};

}  // namespace

// Who commands may read the person's data, and the answer shows them: that reading is logged like any other.
rows::Access Desk::access_to(const DossierId& id, const Asked& asked) {
  return {asked.now, asked.caller.actor, id, "handling", asked.caller.traceparent};
}

Desk::Desk(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
           std::string secret, metrics::Registry& metrics, std::function<void()> committed)
    : database_{database},
      catalogue_{catalogue},
      scopes_{scopes},
      clock_{std::move(clock)},
      secret_{std::move(secret)},
      metrics_{metrics},
      committed_{std::move(committed)} {}

template <class Work>
http::Response Desk::run(const char* command, Work work) {
  const Step step = store::retried(database_, work);
  if (step.outcome == std::string_view{"done"} && committed_) committed_();
  metrics_
      .counter("motcua_dossiers_commands_total", "Commands by what they came to",
               {{"command", command}, {"outcome", step.outcome}})
      .increment();
  return step.response;
}

http::Response Desk::take_in(const Caller& caller, const Once& once, const Registration& registration,
                             const std::optional<StatedMoment>& stated) {
  const Asked asked{caller, once, stated, catalogue_.current(), clock_()};
  return run("register", [&](store::Transaction& tx) { return take_in(tx, asked, registration); });
}

http::Response Desk::handle(const Caller& caller, const Once& once, const DossierId& id,
                            std::optional<std::int64_t> expected, const Order& order,
                            const std::optional<StatedMoment>& stated) {
  const Asked asked{caller, once, stated, catalogue_.current(), clock_()};
  return run(name_of(right_for(order)), [&](store::Transaction& tx) { return handle(tx, asked, id, expected, order); });
}

// Everything that one command changes is saved in one transaction: state, people, history (which the relay will
// publish) and the answer that a repeat will get. Nothing is answered before it commits.
Desk::Step Desk::take_in(store::Transaction& tx, const Asked& asked, const Registration& registration) {
  const Caller& caller = asked.caller;
  const Once& once = asked.once;
  const auto& stated = asked.stated;
  const auto& catalogue = asked.catalogue;
  const core::Instant now = asked.now;
  const core::Date day = core::vietnam_date(stated ? stated->occurred_at : now);
  const auto place = place_of(*catalogue, registration.unit_code, registration.procedure_code, day);

  // Units are public, so 403 for another's counter tells nothing; a code that means no unit is the rules' business.
  if (!may(caller.actor, Right::take_in)) return {caller.write(problems::forbidden()), "forbidden"};
  const auto scope = scopes_.of(caller.actor, Right::take_in, *catalogue, core::vietnam_date(now));
  if (place && !sees(*scope, place->unit->id, std::nullopt)) return {caller.write(problems::forbidden()), "forbidden"};

  const auto claimed = store::claim(tx, once.key, once.fingerprint, now);
  if (std::holds_alternative<store::DifferentRequest>(claimed))
    return {caller.write(problems::key_reused()), "key_reused"};
  if (const auto* first = std::get_if<store::StoredAnswer>(&claimed)) {
    http::Response again = from_stored(*first);
    if (const auto id = registered_in(again)) rows::log_access(tx, access_to(*id, asked));
    return {std::move(again), "repeated"};
  }

  const auto refused = [&](const Refusal& refusal) {
    const http::Response response = caller.write(problems::refused(refusal));
    store::keep(tx, once.key, stored(response), "");
    return Step{response, "refused"};
  };
  if (!place) return refused(place.error());

  NewNotes notes;
  const Facts facts{.now = now,
                    .stated = declared(notes, stated, now),
                    .told = Told::live,
                    .rules = rules_of(*place->procedure),
                    .calendar = catalogue->calendar};
  const rows::NewPerson person = rows::new_person(registration.applicant.person, now);
  std::optional<rows::NewPerson> representative;
  if (registration.applicant.representative)
    representative = rows::new_person(*registration.applicant.representative, now);
  RegisterDossier order{.id = DossierId{core::uuid7(now)},
                        .number = "",
                        .receiving_unit = place->unit->id,
                        .channel = registration.channel,
                        .applicant = {registration.applicant.kind, person.person, std::nullopt},
                        .components = rows::without_names(registration.components),
                        .source = std::nullopt};
  if (representative) order.applicant.representative = representative->person;
  Decision decision = decide({}, order, facts);
  if (!decision) return refused(decision.error());
  // Drawn last, so that what is refused uses up no serial.
  std::get<DossierRegistered>(decision.value().front().event).number =
      rows::next_live_number(tx, place->unit->agency_code, day);

  const rows::Kept after = append(tx, {}, *decision, author_of(caller));
  const std::string slip_code = new_slip_code();
  rows::insert(tx, after, slip_digest(secret_, after.dossier.number, slip_code));
  rows::insert(tx, order.id, person);
  if (representative) rows::insert(tx, order.id, *representative);
  if (!registration.components.empty())
    notes.push_back(rows::new_note("papers", rows::text_of(registration.components), now));
  for (const rows::NewNote& note : notes) rows::insert(tx, order.id, note);
  rows::log_access(tx, access_to(order.id, asked));

  http::Response response = with_etag(http::json(201, views::dossier(after.dossier, registration.applicant,
                                                                     views::Shown::whole, *catalogue, slip_code)),
                                      after.dossier);
  response.with("Location", path_of_dossiers + order.id.str());
  store::keep(tx, once.key, stored(response), order.id.str());
  return {response, "done"};
}

Desk::Step Desk::handle(store::Transaction& tx, const Asked& asked, const DossierId& id,
                        std::optional<std::int64_t> expected, const Order& order) {
  const Caller& caller = asked.caller;
  const Once& once = asked.once;
  const auto& stated = asked.stated;
  const auto& catalogue = asked.catalogue;
  const core::Instant now = asked.now;
  const core::Date today = core::vietnam_date(now);
  const Right right = right_for(order);
  const auto before = rows::load(tx, id, rows::For::update);
  const auto seen_by = [&](Right what) {
    return sees(*scopes_.of(caller.actor, what, *catalogue, today), before->dossier.receiving_unit,
                before->dossier.handling_unit);
  };
  if (!before || !seen_by(Right::read)) return {caller.write(http::not_found()), "not_found"};
  if (!may(caller.actor, right) || !seen_by(right)) return {caller.write(problems::forbidden()), "forbidden"};

  const auto claimed = store::claim(tx, once.key, once.fingerprint, now);
  if (std::holds_alternative<store::DifferentRequest>(claimed))
    return {caller.write(problems::key_reused()), "key_reused"};
  if (const auto* first = std::get_if<store::StoredAnswer>(&claimed)) {
    if (first->status < 300) rows::log_access(tx, access_to(id, asked));
    return {from_stored(*first), "repeated"};
  }
  if (expected && *expected != before->dossier.version) {
    store::release(tx, once.key);
    return {caller.write(problems::changed_meanwhile()), "changed_meanwhile"};
  }

  const auto refused = [&](const Refusal& refusal) {
    const http::Response response = caller.write(problems::refused(refusal));
    store::keep(tx, once.key, stored(response), id.str());
    return Step{response, "refused"};
  };
  NewNotes notes;
  const auto rules = rules_of(*catalogue, before->dossier.procedure);
  if (!rules) return refused({Rule::procedure_unknown, before->dossier.status});
  const Facts facts{.now = now,
                    .stated = declared(notes, stated, now),
                    .told = Told::live,
                    .rules = *rules,
                    .calendar = catalogue->calendar};
  const auto command = std::visit(Translation{*catalogue, before->dossier, facts, notes}, order);
  if (!command) return refused(command.error());
  const Decision decision = decide(before->dossier, *command, facts);
  if (!decision) return refused(decision.error());

  const rows::Kept after = append(tx, *before, *decision, author_of(caller));
  rows::update(tx, after);
  for (const rows::NewNote& note : notes) rows::insert(tx, id, note);
  rows::log_access(tx, access_to(id, asked));

  const http::Response response =
      with_etag(http::json(200, views::dossier(after.dossier, rows::people_of(tx, after.dossier.applicant),
                                               views::Shown::whole, *catalogue)),
                after.dossier);
  store::keep(tx, once.key, stored(response), id.str());
  return {response, "done"};
}

}  // namespace motcua::dossiers
