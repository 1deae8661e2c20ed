#include "dossiers/contradiction.hpp"

namespace motcua::dossiers {
namespace {

bool contradict(const PersonDetails& told, const PersonDetails& known) {
  return told.name != known.name || (told.identity_number && told.identity_number != known.identity_number) ||
         (told.phone && told.phone != known.phone);
}

}  // namespace

const char* contradiction(const ImportLine& told, const Dossier& known) {
  const auto differs = [](const auto& one, const auto& other) { return one && other && *one != *other; };
  // What has ended goes no other way: no result after a withdrawal, no withdrawal after a result.
  const bool ended = !is_open(known.status);
  const auto comes_too_late = [&](const auto& one, const auto& other) { return ended && one && !other; };
  if (told.procedure_code != known.procedure.code) return "/procedure_code";
  if (told.channel != known.channel) return "/channel";
  if (told.submitted_at != known.submitted_at) return "/submitted_at";
  if (told.number && *told.number != known.number) return "/number";
  if (differs(told.resolved_at, known.resolved_at) || comes_too_late(told.resolved_at, known.resolved_at))
    return "/resolved_at";
  if (differs(told.outcome, known.outcome)) return "/outcome";
  if (differs(told.withdrawn_at, known.withdrawn_at) || comes_too_late(told.withdrawn_at, known.withdrawn_at))
    return "/withdrawn_at";
  if (differs(told.accepted_at, known.accepted_at) || comes_too_late(told.accepted_at, known.accepted_at))
    return "/accepted_at";
  if (differs(told.returned_at, known.returned_at)) return "/returned_at";
  return nullptr;
}

bool contradict(const ApplicantDetails& told, const ApplicantDetails& known) {
  if (told.kind != known.kind || contradict(told.person, known.person)) return true;
  return told.representative && (!known.representative || contradict(*told.representative, *known.representative));
}

}  // namespace motcua::dossiers
