#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers {

/// A change of a dossier's status, as the National Portal's synchronisation wants it.
struct StatusStep {
  std::int64_t version;
  Status status;
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::string unit;             ///< id of the unit that the actor acted for
  std::optional<NoteRef> note;  ///< the text that belongs to the step: reasons, what is missing, what is owed
  std::optional<std::int64_t> corrected_by{};  ///< version of the event by which the moment is another than was told
};

/// From a dossier's whole history.
std::vector<StatusStep> status_steps(std::span<const outbox::HistoryRow> history);

/// The status that an event of this type leaves; nothing for one that leaves it as it is. `data` is read only where the
/// type does not say it.
std::optional<Status> status_set_by(std::string_view type, std::string_view data);

/// What a correction says of statuses: when the dossier was accepted, or that it counts no more, whatever its status.
struct StatusCorrection {
  Corrected what;
  bool accepted;
  core::Instant occurred_at;
};
std::optional<StatusCorrection> status_corrected_by(const outbox::HistoryRow& row);

}  // namespace motcua::dossiers
