#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "dossiers/domain/dossier.hpp"
#include "outbox/history.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// What a page of the status feed needs to know of the dossiers in it, read at once.
class StatusesBefore {
 public:
  /// At most 200 rows.
  StatusesBefore(store::Transaction& tx, std::span<const outbox::HistoryRow> history);

  /// Null for one that is gone.
  const Dossier* dossier(const std::string& id) const;
  /// The status that the events before this version left; nothing for the first.
  std::optional<Status> status(const std::string& id, std::int64_t version) const;

 private:
  std::map<std::string, Dossier> dossiers_;
  std::map<std::pair<std::string, std::int64_t>, Status> set_;  ///< by the event that set it
};

}  // namespace motcua::dossiers::rows
