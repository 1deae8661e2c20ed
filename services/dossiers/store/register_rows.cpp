#include "dossiers/store/register_rows.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>

#include "dossiers/store/rows.hpp"

namespace motcua::dossiers::rows {
namespace {

/// `mine`: the condition by which a row is the unit's, with the unit's placeholder.
std::string statement(const char* mine) {
  return "SELECT " + column_names() + " FROM dossiers WHERE " + mine +
         " AND doubles IS NULL AND submitted_at >= :from AND submitted_at < :until ORDER BY submitted_at, id LIMIT "
         ":most";
}

std::vector<Dossier> dossiers_of(store::Transaction& tx, const std::string& sql,
                                 const std::vector<store::Value>& values) {
  std::vector<Dossier> dossiers;
  for (auto& row : tx.rows(sql, values, column_count())) dossiers.push_back(kept_in(row).dossier);
  return dossiers;
}

bool is_before(const Dossier& one, const Dossier& other) {
  return std::tie(one.submitted_at, one.id) < std::tie(other.submitted_at, other.id);
}

}  // namespace

std::vector<Dossier> received_by(store::Transaction& tx, const core::UnitId& unit, core::Instant from,
                                 core::Instant until, std::int64_t most) {
  static const std::string still_here = statement("responsible_unit_id = :unit AND received_by_unit_id IS NULL");
  static const std::string transferred = statement("received_by_unit_id = :unit");
  const std::vector<store::Value> values{unit, from, until, most};
  const std::vector<Dossier> here = dossiers_of(tx, still_here, values);
  const std::vector<Dossier> elsewhere = dossiers_of(tx, transferred, values);
  std::vector<Dossier> all;
  std::merge(here.begin(), here.end(), elsewhere.begin(), elsewhere.end(), std::back_inserter(all), is_before);
  if (all.size() > static_cast<std::size_t>(most)) all.resize(static_cast<std::size_t>(most));
  return all;
}

}  // namespace motcua::dossiers::rows
