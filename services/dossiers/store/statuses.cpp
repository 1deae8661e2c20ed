#include "dossiers/store/statuses.hpp"

#include <set>
#include <utility>
#include <vector>

#include "dossiers/status_steps.hpp"
#include "dossiers/store/rows.hpp"
#include "store/in_list.hpp"

namespace motcua::dossiers::rows {

StatusesBefore::StatusesBefore(store::Transaction& tx, std::span<const outbox::HistoryRow> history) {
  std::set<std::string> records;
  for (const outbox::HistoryRow& row : history) records.insert(row.record_id);
  std::vector<DossierId> ids;
  ids.reserve(records.size());
  for (const std::string& record : records) ids.emplace_back(record);
  for (Dossier& dossier : load_all(tx, ids)) {
    std::string id = dossier.id.str();
    dossiers_.emplace(std::move(id), std::move(dossier));
  }
  // The type alone says which status an event leaves, but for one.
  const store::InList list = store::in_list<DossierId>(ids);
  for (const auto& [record, version, type, data] : tx.query_bound<std::string, std::int64_t, std::string, std::string>(
           "SELECT record_id, version, type, CASE WHEN type = 'dossier.supplement_received.v1' THEN data ELSE '' END "
           "FROM history WHERE record_id IN " +
               list.sql,
           list.values)) {
    if (const auto status = status_set_by(type, data)) set_.insert({{record, version}, *status});
  }
}

const Dossier* StatusesBefore::dossier(const std::string& id) const {
  const auto found = dossiers_.find(id);
  return found == dossiers_.end() ? nullptr : &found->second;
}

std::optional<Status> StatusesBefore::status(const std::string& id, std::int64_t version) const {
  auto found = set_.lower_bound({id, version});
  if (found == set_.begin()) return std::nullopt;
  --found;
  return found->first.first == id ? std::optional{found->second} : std::nullopt;
}

}  // namespace motcua::dossiers::rows
