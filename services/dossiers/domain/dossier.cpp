#include "dossiers/domain/dossier.hpp"

#include <array>
#include <utility>

namespace motcua::dossiers {
namespace {

template <class Code, std::size_t count>
using Words = std::array<std::pair<Code, const char*>, count>;

constexpr Words<Status, every_status.size()> statuses{{{Status::registered, "registered"},
                                                       {Status::accepted, "accepted"},
                                                       {Status::not_accepted, "not_accepted"},
                                                       {Status::processing, "processing"},
                                                       {Status::supplement_requested, "supplement_requested"},
                                                       {Status::payment_requested, "payment_requested"},
                                                       {Status::withdrawn, "withdrawn"},
                                                       {Status::stopped, "stopped"},
                                                       {Status::resolved, "resolved"},
                                                       {Status::returned, "returned"}}};
constexpr Words<Channel, 3> channels{
    {{Channel::direct, "direct"}, {Channel::online, "online"}, {Channel::postal, "postal"}}};
constexpr Words<ApplicantKind, 3> applicant_kinds{{{ApplicantKind::citizen, "citizen"},
                                                   {ApplicantKind::enterprise, "enterprise"},
                                                   {ApplicantKind::household_business, "household_business"}}};
constexpr Words<PaperKind, 3> paper_kinds{
    {{PaperKind::original, "original"}, {PaperKind::copy, "copy"}, {PaperKind::electronic, "electronic"}}};
constexpr Words<Outcome, 2> outcomes{{{Outcome::granted, "granted"}, {Outcome::refused, "refused"}}};
constexpr Words<Timeliness, 3> timelinesses{
    {{Timeliness::early, "early"}, {Timeliness::on_time, "on_time"}, {Timeliness::overdue, "overdue"}}};
constexpr Words<SupplementEffect, 3> supplement_effects{{{SupplementEffect::restart, "RESTART"},
                                                         {SupplementEffect::pause, "PAUSE"},
                                                         {SupplementEffect::no_effect, "NO_EFFECT"}}};
constexpr Words<Corrected, 3> corrected_facts{{{Corrected::acceptance, "acceptance"},
                                               {Corrected::receiving_unit, "receiving_unit"},
                                               {Corrected::second_entry, "second_entry"}}};
constexpr Words<FinancialStep, 2> financial_steps{{{FinancialStep::pause, "PAUSE"}, {FinancialStep::count, "COUNT"}}};

template <class Code, std::size_t count>
const char* word_in(const Words<Code, count>& words, Code code) {
  for (const auto& [known, word] : words) {
    if (known == code) return word;
  }
  return "";
}

template <class Code, std::size_t count>
std::optional<Code> code_in(const Words<Code, count>& words, std::string_view text) {
  for (const auto& [code, word] : words) {
    if (text == word) return code;
  }
  return std::nullopt;
}

}  // namespace

const char* name_of(Status status) { return word_in(statuses, status); }
const char* name_of(Channel channel) { return word_in(channels, channel); }
const char* name_of(ApplicantKind kind) { return word_in(applicant_kinds, kind); }
const char* name_of(PaperKind kind) { return word_in(paper_kinds, kind); }
const char* name_of(Outcome outcome) { return word_in(outcomes, outcome); }
const char* name_of(Timeliness timeliness) { return word_in(timelinesses, timeliness); }
const char* name_of(SupplementEffect effect) { return word_in(supplement_effects, effect); }
const char* name_of(FinancialStep step) { return word_in(financial_steps, step); }
const char* name_of(Corrected what) { return word_in(corrected_facts, what); }
std::optional<Status> status_from(std::string_view word) { return code_in(statuses, word); }
std::optional<Channel> channel_from(std::string_view word) { return code_in(channels, word); }
std::optional<ApplicantKind> applicant_kind_from(std::string_view word) { return code_in(applicant_kinds, word); }
std::optional<PaperKind> paper_kind_from(std::string_view word) { return code_in(paper_kinds, word); }
std::optional<Outcome> outcome_from(std::string_view word) { return code_in(outcomes, word); }
std::optional<Timeliness> timeliness_from(std::string_view word) { return code_in(timelinesses, word); }
std::optional<SupplementEffect> supplement_effect_from(std::string_view word) {
  return code_in(supplement_effects, word);
}
std::optional<FinancialStep> financial_step_from(std::string_view word) { return code_in(financial_steps, word); }

bool is_open(Status status) {
  switch (status) {
    case Status::registered:
    case Status::accepted:
    case Status::processing:
    case Status::supplement_requested:
    case Status::payment_requested: return true;
    case Status::not_accepted:
    case Status::withdrawn:
    case Status::stopped:
    case Status::resolved:
    case Status::returned: return false;
  }
  return false;
}

bool is_paused(Status status) {
  return status == Status::supplement_requested || status == Status::payment_requested || status == Status::stopped;
}

const Step* step_of(const Dossier& dossier) {
  if (dossier.steps.empty() || dossier.steps.back().ended) return nullptr;
  return &dossier.steps.back();
}

const core::UnitId& unit_at_work(const Step& step) { return step.moved_to ? *step.moved_to : step.unit; }

bool is_in_hand(Status status) { return is_open(status) || status == Status::stopped || status == Status::resolved; }

bool is_closed(Status status) {
  return status == Status::not_accepted || status == Status::withdrawn || status == Status::returned;
}

std::optional<core::Instant> closed_at(const Dossier& dossier) {
  if (dossier.doubles) return dossier.corrections.back().recorded_at;
  switch (dossier.status) {
    case Status::returned: return dossier.returned_at;
    case Status::withdrawn: return dossier.withdrawn_at;
    case Status::not_accepted: return dossier.last_moment;  // nothing happens to it afterwards
    default: return std::nullopt;
  }
}

bool due_runs(const Dossier& dossier) {
  const bool pending = is_open(dossier.status) || dossier.status == Status::stopped;
  return pending && !dossier.doubles && (!dossier.clock || dossier.clock->running);
}

}  // namespace motcua::dossiers
