#include "dossiers/desk.hpp"

#include <array>
#include <utility>

#include "dossiers/answers.hpp"
#include "dossiers/correcting.hpp"
#include "dossiers/draft.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/store/numbers.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/translation.hpp"
#include "dossiers/views.hpp"
#include "http/query.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {

/// What a command came to.
struct Desk::Step {
  http::Response response;
  Ending ending;
};

/// What every command is asked with.
struct Desk::Asked {
  const Caller& caller;
  const store::Answering once;
  const std::optional<StatedMoment>& stated;
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  core::Instant now;
};

namespace {

Author author_of(const Caller& caller) { return {caller.actor.subject, caller.actor.unit.str(), caller.traceparent}; }

// In the order of Ending.
constexpr std::array endings{"done",      "refused",           "repeated",  "not_found",
                             "forbidden", "changed_meanwhile", "key_reused"};
constexpr std::array commands{Right::take_in,
                              Right::accept,
                              Right::refuse,
                              Right::assign,
                              Right::resolve,
                              Right::hand_out,
                              Right::withdraw,
                              Right::request_supplement,
                              Right::receive_supplement,
                              Right::request_payment,
                              Right::confirm_payment,
                              Right::stop,
                              Right::reopen,
                              Right::apologise,
                              Right::hand_over,
                              Right::receive_handover,
                              Right::transfer,
                              Right::erase_people,
                              Right::correct};

/// Afterwards the dossier may be with a unit that is not the caller's.
bool gives_away(const Order& order) {
  return std::holds_alternative<AssignOrder>(order) || std::holds_alternative<HandOverOrder>(order);
}

/// A step is handed over, and received, by its owner's people: nobody else ends it, or begins it late.
bool is_their_step(Right right, const Dossier& dossier, const Scope& scope) {
  if (right != Right::hand_over && right != Right::receive_handover) return true;
  const Step* step = step_of(dossier);
  return step == nullptr || catalogue::contains(scope, unit_at_work(*step));
}

/// Who decides where a dossier goes answers for both units: the one that has ended gives nothing away any more. A code
/// that means no unit is the rules' business.
bool is_theirs_to_give(const Order& order, const Dossier& dossier, const Scope& scope, const catalogue::Units& units,
                       core::Date day) {
  if (const auto* correction = std::get_if<CorrectUnitOrder>(&order))
    return sees_both(*correction, dossier, scope, units);
  // Who only handles a dossier changes neither what it counts as nor whom it is about.
  if (std::holds_alternative<CorrectAcceptanceOrder>(order) || std::holds_alternative<AnnulOrder>(order) ||
      std::holds_alternative<ErasePeopleOrder>(order))
    return catalogue::contains(scope, dossier.responsible_unit);
  const auto* transfer = std::get_if<TransferOrder>(&order);
  if (transfer == nullptr) return true;
  const catalogue::Unit* to = units.in_force(transfer->unit_code, day);
  // Who handles it sees it and has it not to give: a part of a split unit would take what another might have.
  return catalogue::contains(scope, dossier.responsible_unit) && (to == nullptr || catalogue::contains(scope, to->id));
}

rows::Change change_by(Right right) {
  switch (right) {
    case Right::transfer: return rows::Change::transfer;
    case Right::correct: return rows::Change::correction;
    default: return rows::Change::usual;
  }
}

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

const char* name_of(Right right) {
  switch (right) {
    case Right::take_in: return "register";
    case Right::accept: return "accept";
    case Right::refuse: return "refuse";
    case Right::assign: return "assign";
    case Right::resolve: return "resolve";
    case Right::hand_out: return "return";
    case Right::withdraw: return "withdraw";
    case Right::request_supplement: return "request_supplement";
    case Right::receive_supplement: return "receive_supplement";
    case Right::request_payment: return "request_payment";
    case Right::confirm_payment: return "confirm_payment";
    case Right::stop: return "stop";
    case Right::reopen: return "reopen";
    case Right::apologise: return "apologise";
    case Right::hand_over: return "hand_over";
    case Right::receive_handover: return "receive_handover";
    case Right::transfer: return "transfer";
    case Right::add_paper: return "add_paper";
    case Right::erase_people: return "erase_people";
    case Right::correct: return "correct";
    case Right::import: return "import";
    case Right::read:
    case Right::read_personal: return "read";
  }
  return "";
}

}  // namespace

// Who commands may read the person's data, and the answer shows them: that reading is logged like any other.
rows::Access Desk::access_to(const DossierId& id, const Asked& asked) {
  return {asked.now, asked.caller.actor, id, "handling", asked.caller.traceparent};
}

Desk::Desk(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
           std::string secret, const IdentityKeyring& keys, metrics::Registry& metrics, std::function<void()> committed)
    : database_{database},
      catalogue_{catalogue},
      scopes_{scopes},
      clock_{std::move(clock)},
      secret_{std::move(secret)},
      keys_{keys},
      committed_{std::move(committed)} {
  for (const Right right : commands) {
    for (std::size_t ending = 0; ending < endings.size(); ++ending) {
      counted_[right].push_back(metrics.counter("motcua_dossiers_commands_total", "Commands by what they came to",
                                                {{"command", name_of(right)}, {"outcome", endings[ending]}}));
    }
  }
}

http::Response Desk::told(Right right, Step step) {
  if (step.ending == Ending::done && committed_) committed_();
  counted_.at(right).at(static_cast<std::size_t>(step.ending)).increment();
  return std::move(step.response);
}

http::Response Desk::take_in(const Caller& caller, const Once& once, const Registration& registration,
                             const std::optional<StatedMoment>& stated) {
  const Asked asked{caller, {once.key, once.fingerprint}, stated, catalogue_.current(), clock_()};
  const core::Date day = core::vietnam_date(stated ? stated->occurred_at : asked.now);
  const auto place = place_of(*asked.catalogue, registration.unit_code, registration.procedure_code, day);

  // Units are public, so 403 for another's counter tells nothing; a code that means no unit is the rules' business.
  const auto may_there = [&] {
    if (!may(caller.actor, Right::take_in)) return false;
    const auto scope = scopes_.of(caller.actor, Right::take_in, *asked.catalogue, core::vietnam_date(asked.now));
    return !place || sees(*scope, place->unit->id, std::nullopt);
  };
  if (!may_there()) return told(Right::take_in, {caller.write(problems::forbidden()), Ending::forbidden});

  const auto draft = place ? drafted(registration, *place, stated, *asked.catalogue, *keys_.current(), day, asked.now)
                           : core::Result<Draft, Refusal>{place.error()};
  const auto work = [&](store::Transaction& tx) { return take_in(tx, asked, draft, registration.applicant); };
  return told(Right::take_in, store::retried(database_, work));
}

http::Response Desk::handle(const Caller& caller, const Once& once, const DossierId& id,
                            std::optional<std::int64_t> expected, const Order& order,
                            const std::optional<StatedMoment>& stated) {
  const Asked asked{caller, {once.key, once.fingerprint}, stated, catalogue_.current(), clock_()};
  const auto work = [&](store::Transaction& tx) { return handle(tx, asked, id, expected, order); };
  return told(right_for(order), store::retried(database_, work));
}

Desk::Step Desk::refused(store::Transaction& tx, const Asked& asked, const Refusal& refusal, std::string_view record) {
  http::Response response = asked.caller.write(problems::refused(refusal));
  asked.once.keep(tx, stored(response), record, asked.now);
  return {std::move(response), Ending::refused};
}

// Everything that one command changes is saved in one transaction: state, people, history (which the relay will
// publish) and the answer that a repeat will get. Nothing is answered before it commits.
Desk::Step Desk::take_in(store::Transaction& tx, const Asked& asked, const core::Result<Draft, Refusal>& decided,
                         const ApplicantDetails& applicant) {
  const auto known = asked.once.known(tx);
  if (std::holds_alternative<store::DifferentRequest>(known))
    return {asked.caller.write(problems::key_reused()), Ending::key_reused};
  if (std::holds_alternative<store::ErasedAnswer>(known))
    return {asked.caller.write(problems::answer_erased()), Ending::repeated};
  if (const auto* first = std::get_if<store::StoredAnswer>(&known)) {
    http::Response again = from_stored(*first);
    if (const auto id = registered_in(again)) {
      // The counter's code may mean no unit any more, so what this actor may see is asked of the dossier itself.
      const auto kept = rows::load(tx, *id, rows::For::reading);
      const auto scope =
          scopes_.of(asked.caller.actor, Right::read_personal, *asked.catalogue, core::vietnam_date(asked.now));
      if (!kept || !sees(*scope, kept->dossier.responsible_unit, kept->dossier.handling_unit))
        return {asked.caller.write(problems::forbidden()), Ending::forbidden};
      rows::log_access(tx, access_to(*id, asked));
    }
    return {std::move(again), Ending::repeated};
  }
  if (!decided) return refused(tx, asked, decided.error(), "");

  const Draft& draft = *decided;
  // Drawn last, so that what is refused uses up no serial.
  const std::string number = rows::next_live_number(tx, draft.agency_code, draft.day);
  const rows::Kept after = append(tx, {}, numbered(draft, number), author_of(asked.caller));
  const std::string slip_code = new_slip_code();
  rows::insert(tx, after, slip_digest(secret_, number, slip_code));
  for (const rows::NewPerson& person : draft.people) rows::insert(tx, draft.id, person);
  for (const rows::NewNote& note : draft.notes) rows::insert(tx, draft.id, note);
  rows::log_access(tx, access_to(draft.id, asked));

  http::Response response = with_etag(
      http::json(201, views::dossier(after.dossier, applicant, views::Shown::whole, *asked.catalogue, slip_code)),
      after.dossier);
  response.with("Location", path_of_dossiers + draft.id.str());
  asked.once.keep(tx, stored(response), draft.id.str(), asked.now);
  return {std::move(response), Ending::done};
}

Desk::Step Desk::handle(store::Transaction& tx, const Asked& asked, const DossierId& id,
                        std::optional<std::int64_t> expected, const Order& order) {
  const Caller& caller = asked.caller;
  const auto& catalogue = asked.catalogue;
  const core::Instant now = asked.now;
  const core::Date today = core::vietnam_date(now);
  const Right right = right_for(order);
  const auto before = rows::load(tx, id, rows::For::update);
  if (!before) return {caller.write(http::not_found()), Ending::not_found};
  const Dossier& dossier = before->dossier;
  const auto seen_by = [&](Right what) {
    return sees(*scopes_.of(caller.actor, what, *catalogue, today), dossier.responsible_unit, dossier.handling_unit);
  };

  // Looked for under the row's lock: a rival with the same key has come to its end.
  const auto known = asked.once.known(tx);
  const auto* first = std::get_if<store::StoredAnswer>(&known);
  // Who gave a dossier away may see it no longer, and hears all the same that it was done.
  const bool gave_away = first != nullptr && gives_away(order);
  if (!gave_away && !seen_by(Right::read)) return {caller.write(http::not_found()), Ending::not_found};
  if (!may(caller.actor, right) || (!gave_away && !seen_by(right)))
    return {caller.write(problems::forbidden()), Ending::forbidden};
  if (std::holds_alternative<store::DifferentRequest>(known))
    return {caller.write(problems::key_reused()), Ending::key_reused};
  if (std::holds_alternative<store::ErasedAnswer>(known))
    return {caller.write(problems::answer_erased()), Ending::repeated};
  if (first != nullptr) {
    if (first->status < 300) rows::log_access(tx, access_to(id, asked));
    return {from_stored(*first), Ending::repeated};
  }
  const auto scope = scopes_.of(caller.actor, right, *catalogue, today);
  const core::Date day = asked.stated ? core::vietnam_date(asked.stated->occurred_at) : today;
  if (!is_their_step(right, dossier, *scope) || !is_theirs_to_give(order, dossier, *scope, catalogue->units, day))
    return {caller.write(problems::forbidden()), Ending::forbidden};
  if (expected && *expected != before->dossier.version)
    return {caller.write(problems::changed_meanwhile()), Ending::changed_meanwhile};

  NewNotes notes;
  const auto rules = rules_for(order, *catalogue, before->dossier, asked.stated ? asked.stated->occurred_at : now);
  if (!rules) return refused(tx, asked, rules.error(), id.str());
  const Facts facts{.now = now,
                    .stated = declared(notes, asked.stated, now),
                    .told = Told::live,
                    .by_leader = caller.actor.has(auth::Role::leader),
                    .rules = *rules,
                    .calendar = catalogue->calendar};
  auto command = translated(order, *catalogue, before->dossier, facts, notes);
  if (!command) return refused(tx, asked, command.error(), id.str());
  if (right == Right::correct) complete(tx, command.value(), order, before->dossier, *scope);
  const Decision decision = decide(before->dossier, *command, facts);
  if (!decision) return refused(tx, asked, decision.error(), id.str());

  const rows::Kept after = append(tx, *before, *decision, author_of(caller));
  for (const rows::NewNote& note : notes) rows::insert(tx, id, note);
  if (right == Right::erase_people) rows::erase_people(tx, after.dossier);
  const auto people = rows::people_of(tx, before->dossier.applicant);
  rows::log_access(tx, access_to(id, asked));
  http::Response response =
      with_etag(http::json(200, views::dossier(after.dossier, people, views::Shown::whole, *catalogue)), after.dossier);
  asked.once.keep(tx, stored(response), id.str(), now);
  rows::update(tx, after, change_by(right));
  return {std::move(response), Ending::done};
}

}  // namespace motcua::dossiers
