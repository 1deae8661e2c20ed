#include "dossiers/contradiction.hpp"

namespace motcua::dossiers {
namespace {

struct PersonPointers {
  const char* name;
  const char* identity_number;
  const char* phone;
};
constexpr PersonPointers of_applicant{"/applicant/name", "/applicant/identity_number", "/applicant/phone"};
constexpr PersonPointers of_representative{
    "/applicant/representative/name", "/applicant/representative/identity_number", "/applicant/representative/phone"};

const char* contradiction(const PersonDetails& told, const PersonDetails& known, const PersonPointers& pointers) {
  if (told.name != known.name) return pointers.name;
  if (told.identity_number && told.identity_number != known.identity_number) return pointers.identity_number;
  if (told.phone && told.phone != known.phone) return pointers.phone;
  return nullptr;
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

const char* contradiction(const ApplicantDetails& told, const ApplicantDetails& known) {
  if (told.kind != known.kind) return "/applicant/kind";
  if (const char* pointer = contradiction(told.person, known.person, of_applicant)) return pointer;
  if (!told.representative) return nullptr;
  if (!known.representative) return "/applicant/representative";
  return contradiction(*told.representative, *known.representative, of_representative);
}

}  // namespace motcua::dossiers
