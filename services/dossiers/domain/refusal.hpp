#pragma once

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers {

/// What the rules say no to. its code (`text_of`) is on the wire: append only.
enum class Rule {
  register_once,
  accept_needs_registered,
  refuse_needs_registered,
  assign_needs_accepted,
  assignment_changes_nothing,
  resolve_needs_processing,
  return_needs_resolved,
  withdraw_needs_no_result,
  refusal_needs_reasons,
  moments_ascend,
  moment_in_future,
  calendar_does_not_cover,
  unit_unknown,
  procedure_unknown,
  procedure_not_in_force,
  procedure_not_at_this_level,
  number_taken,
  import_contradicts,
  supplement_needs_open,
  supplement_limit_reached,
  override_needs_leader,
  supplement_needs_items,
  reply_needs_request,
  payment_needs_processing,
  payment_needs_amount,
  payment_needs_basis,
  confirmation_needs_request,
  confirmation_needs_receipt,
  stop_needs_work,
  stop_needs_reasons,
  reopen_needs_stopped,
  reopen_needs_acceptance,
  reopen_needs_reasons,
  apology_needs_running_clock,
  apology_needs_reasons,
  reappointment_limit_reached,
  promise_needs_later_working_day,
  hand_over_needs_processing,
  hand_over_needs_next_step,
  receipt_needs_handover,
  receipt_once,
  another_agency_needs_hand_over,
  grant_needs_last_step,
  transfer_needs_open,
  transfer_needs_ended_unit,
  transfer_needs_decision,
  transfer_needs_successor,
  paper_needs_dossier_in_hand,
  paper_component_unknown,
  paper_limit_reached,
  paper_withdrawn_once,
  paper_withdrawal_needs_reasons,
  erasure_needs_closed,
  people_erased_once,
  retention_runs,
  annulled_takes_no_command,
  correction_needs_reasons,
  correction_needs_one_agency,
  correction_changes_nothing,
  correction_leaves_result,
  acceptance_needs_to_be_told,
  acceptance_in_future,
  acceptance_after_submission,
  acceptance_before_what_followed,
  annulment_needs_no_result,
  annulment_needs_other_entry,
  annulment_needs_another_dossier,
  annulment_needs_entry_that_counts,
  annulment_needs_same_procedure,
};

/// What stands against the command: what the dossier is now, or what the command says.
enum class Against { state, content };

/// A rule's stable code, where it comes from, and its sentence in both languages.
struct RuleText {
  const char* code;
  const char* source;
  const char* vi;
  const char* en;
  Against against;
};
const RuleText& text_of(Rule rule);

/// The rules say no: expected, answered with the rule, never logged as a failure.
struct Refusal {
  Rule rule;
  Status status;             ///< of the dossier that was asked about
  const char* pointer = "";  ///< JSON pointer to what is wrong in the command; empty when it is the state
};

}  // namespace motcua::dossiers
