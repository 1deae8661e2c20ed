#include "verify/records.hpp"

#include <utility>

namespace motcua::verify {
namespace {

constexpr std::int64_t rows_at_once = 1000;
constexpr std::size_t records_at_once = 200;

}  // namespace

void for_all_records(store::Transaction& dossiers, const std::function<void(const std::vector<Record>&)>& take) {
  std::vector<Record> records;
  std::string last_id;
  std::int64_t last_version = 0;
  const auto add = [&](outbox::HistoryRow&& row) {
    const bool another = records.empty() || records.back().back().record_id != row.record_id;
    // Only when the next one begins is a record known to be whole.
    if (another && records.size() == records_at_once) {
      take(records);
      records.clear();
    }
    if (another) records.emplace_back();
    records.back().push_back(std::move(row));
  };
  while (true) {
    auto rows = outbox::history_after(dossiers, last_id, last_version, rows_at_once);
    if (rows.empty()) break;
    last_id = rows.back().record_id;
    last_version = rows.back().version;
    for (outbox::HistoryRow& row : rows) add(std::move(row));
  }
  if (!records.empty()) take(records);
}

}  // namespace motcua::verify
