#include "dossiers/domain/evolve.hpp"

#include "dossiers/domain/deadlines.hpp"

namespace motcua::dossiers {
namespace {

void apply(Dossier& dossier, const DossierRegistered& event, core::Instant moment) {
  dossier.id = event.id;
  dossier.status = Status::registered;
  dossier.number = event.number;
  dossier.procedure = event.procedure;
  dossier.receiving_unit = event.receiving_unit;
  dossier.channel = event.channel;
  dossier.applicant = event.applicant;
  dossier.source = event.source;
  dossier.imported = event.imported;
  dossier.submitted_at = moment;
}

void apply(Dossier& dossier, const DossierAccepted& event, core::Instant moment) {
  dossier.status = Status::accepted;
  dossier.accepted_at = moment;
  dossier.deadline = deadlines::first(event.due, dossier.version);
}

void apply(Dossier& dossier, const DossierNotAccepted&, core::Instant) { dossier.status = Status::not_accepted; }

void apply(Dossier& dossier, const DossierAssigned& event, core::Instant) {
  dossier.status = Status::processing;
  dossier.handling_unit = event.handling_unit;
  dossier.officer = event.officer;
}

void apply(Dossier& dossier, const DossierResolved& event, core::Instant moment) {
  dossier.status = Status::resolved;
  dossier.outcome = event.outcome;
  dossier.timeliness = event.timeliness;
  dossier.resolved_at = moment;
}

void apply(Dossier& dossier, const ResultReturned&, core::Instant moment) {
  dossier.status = Status::returned;
  dossier.returned_at = moment;
}

void apply(Dossier& dossier, const DossierWithdrawn&, core::Instant moment) {
  dossier.status = Status::withdrawn;
  dossier.withdrawn_at = moment;
}

}  // namespace

Dossier evolve(Dossier dossier, const Happening& happening) {
  dossier.version += 1;
  std::visit([&](const auto& event) { apply(dossier, event, happening.occurred_at); }, happening.event);
  dossier.last_moment = happening.occurred_at;
  dossier.last_recorded = happening.recorded_at;
  return dossier;
}

}  // namespace motcua::dossiers
