#include "reporting/store/bulk.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace motcua::reporting {

namespace {

template <class Member>
std::vector<std::vector<Member>> groups_of(const std::vector<Member>& list) {
  constexpr std::array<std::size_t, 5> sizes{1, 8, 32, 64, 512};
  std::vector<std::vector<Member>> groups;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t taken = std::min(list.size() - at, sizes.back());
    const auto first = list.begin() + static_cast<std::ptrdiff_t>(at);
    std::vector<Member> group(first, first + static_cast<std::ptrdiff_t>(taken));
    group.resize(*std::lower_bound(sizes.begin(), sizes.end(), taken), group.back());
    groups.push_back(std::move(group));
    at += taken;
  }
  return groups;
}

}  // namespace

BulkWrite::BulkWrite(const std::string& head, std::size_t columns, const std::string& tail) : columns_{columns} {
  for (const std::size_t rows : {128U, 64U, 32U, 16U, 8U, 4U, 2U, 1U}) {
    std::string sql = head;
    for (std::size_t row = 0; row < rows; ++row) {
      if (row > 0) sql += ", ";
      sql += placeholders(columns);
    }
    statements_.push_back({rows, sql + tail});
  }
}

void BulkWrite::run(store::Transaction& tx, const std::vector<store::Value>& values) const {
  std::span<const store::Value> left{values};
  for (const auto& [rows, sql] : statements_) {
    const std::size_t size = rows * columns_;
    for (; left.size() >= size; left = left.subspan(size)) tx.execute(sql, left.first(size));
  }
}

std::string placeholders(std::size_t count) {
  std::string list = "(";
  for (std::size_t at = 0; at < count; ++at) list += (at == 0 ? ":v" : ", :v") + std::to_string(at);
  return list + ")";
}

std::vector<std::vector<std::string>> in_groups(const std::vector<std::string>& list) { return groups_of(list); }
std::vector<std::vector<std::int64_t>> in_groups(const std::vector<std::int64_t>& list) { return groups_of(list); }

}  // namespace motcua::reporting
