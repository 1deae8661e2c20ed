#include "dossiers/status_steps.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "dossiers/contracts/events.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::array<std::pair<std::string_view, Status>, 12> statuses{
    {{contracts::Registered::type, Status::registered},
     {contracts::Accepted::type, Status::accepted},
     {contracts::NotAccepted::type, Status::not_accepted},
     {contracts::Assigned::type, Status::processing},
     {contracts::Resolved::type, Status::resolved},
     {contracts::Returned::type, Status::returned},
     {contracts::Withdrawn::type, Status::withdrawn},
     {contracts::SupplementRequested::type, Status::supplement_requested},
     {contracts::PaymentRequested::type, Status::payment_requested},
     {contracts::PaymentConfirmed::type, Status::processing},
     {contracts::Stopped::type, Status::stopped},
     {contracts::Reopened::type, Status::processing}}};

contracts::Event read(std::string_view type, std::string_view data) {
  auto event = contracts::parse(type, data);
  if (!event) throw std::runtime_error{"history cannot be read: " + event.error()};
  return std::move(event).value();
}

/// The text that explains a step.
struct Explaining {
  using Maybe = std::optional<contracts::Kept>;
  Maybe operator()(const contracts::NotAccepted& event) const { return event.reasons; }
  Maybe operator()(const contracts::Resolved& event) const { return event.reasons; }
  Maybe operator()(const contracts::SupplementRequested& event) const { return event.items; }
  Maybe operator()(const contracts::PaymentRequested& event) const { return event.basis; }
  Maybe operator()(const contracts::PaymentConfirmed& event) const { return event.receipt; }
  Maybe operator()(const contracts::Stopped& event) const { return event.reasons; }
  Maybe operator()(const contracts::Reopened& event) const { return event.reasons; }
  template <class Other>
  Maybe operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<Status> status_set_by(std::string_view type, std::string_view data) {
  for (const auto& [known, status] : statuses) {
    if (known == type) return status;
  }
  if (type != contracts::SupplementReceived::type) return std::nullopt;
  // Nothing goes back to newly registered: the acceptance that follows at once is the step.
  const auto back = status_from(std::get<contracts::SupplementReceived>(read(type, data)).status);
  return back == Status::registered ? std::nullopt : back;
}

namespace {

/// The acceptance was at another moment, and with it what was one act with it.
void correct(std::vector<StatusStep>& steps, const contracts::AcceptanceCorrected& event, std::int64_t version) {
  for (StatusStep& step : steps) {
    const bool moves = step.status == Status::registered ? event.with_submission : step.status == Status::accepted;
    if (!moves || step.occurred_at != event.accepted_before) continue;
    step.occurred_at = event.accepted_at;
    step.corrected_by = version;
  }
}

}  // namespace

std::vector<StatusStep> status_steps(std::span<const outbox::HistoryRow> history) {
  std::vector<StatusStep> steps;
  for (const outbox::HistoryRow& row : history) {
    if (row.event.type == contracts::AcceptanceCorrected::type) {
      correct(steps, std::get<contracts::AcceptanceCorrected>(read(row.event.type, row.event.data)), row.version);
      continue;
    }
    const auto status = status_set_by(row.event.type, row.event.data);
    if (!status || (!steps.empty() && steps.back().status == *status)) continue;
    const auto note = std::visit(Explaining{}, read(row.event.type, row.event.data));
    steps.push_back({.version = row.version,
                     .status = *status,
                     .occurred_at = row.event.occurred_at,
                     .recorded_at = row.event.recorded_at,
                     .unit = row.event.unit,
                     .note = note ? std::optional{NoteRef{note->ref}} : std::nullopt});
  }
  return steps;
}

std::optional<StatusCorrection> status_corrected_by(const outbox::HistoryRow& row) {
  if (row.event.type == contracts::AcceptanceCorrected::type) {
    const auto event = read(row.event.type, row.event.data);
    return StatusCorrection{Corrected::acceptance, true, std::get<contracts::AcceptanceCorrected>(event).accepted_at};
  }
  if (row.event.type == contracts::Annulled::type)
    return StatusCorrection{Corrected::second_entry, false, row.event.occurred_at};
  return std::nullopt;
}

}  // namespace motcua::dossiers
