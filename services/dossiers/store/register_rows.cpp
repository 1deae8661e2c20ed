#include "dossiers/store/register_rows.hpp"

#include "dossiers/store/rows.hpp"

namespace motcua::dossiers::rows {

std::vector<Dossier> received_by(store::Transaction& tx, const core::UnitId& unit, core::Instant from,
                                 core::Instant until, std::int64_t most) {
  static const std::string sql = "SELECT " + column_names() +
                                 " FROM dossiers WHERE receiving_unit_id = :unit AND submitted_at >= :from AND "
                                 "submitted_at < :until ORDER BY submitted_at, id LIMIT :most";
  const std::vector<store::Value> values{unit, from, until, most};
  std::vector<Dossier> dossiers;
  for (auto& row : tx.rows(sql, values, column_count())) dossiers.push_back(kept_in(row).dossier);
  return dossiers;
}

}  // namespace motcua::dossiers::rows
