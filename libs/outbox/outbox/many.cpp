#include "outbox/many.hpp"

#include <algorithm>
#include <array>

namespace motcua::outbox {
namespace {

constexpr std::array<std::size_t, 7> sizes{64, 32, 16, 8, 4, 2, 1};

std::string placeholders(std::size_t count, std::size_t from) {
  std::string list;
  for (std::size_t at = 0; at < count; ++at) list += (at == 0 ? ":p" : ", :p") + std::to_string(from + at);
  return list;
}

}  // namespace

std::vector<std::vector<store::Cell>> rows_in(store::Transaction& tx, std::string_view select, std::string_view rest,
                                              const store::Value& first, std::span<const std::string> keys,
                                              std::size_t columns) {
  std::vector<std::vector<store::Cell>> found;
  while (!keys.empty()) {
    const auto size = *std::find_if(sizes.rbegin(), sizes.rend(),
                                    [&](std::size_t one) { return one >= keys.size() || one == sizes.front(); });
    const auto now = keys.first(std::min(size, keys.size()));
    std::vector<store::Value> values{first};
    for (std::size_t at = 0; at < size; ++at) values.emplace_back(now[std::min(at, now.size() - 1)]);
    const std::string sql = std::string{select} + " IN (" + placeholders(size, 0) + ")" + std::string{rest};
    auto rows = tx.rows(sql, values, columns);
    found.insert(found.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    keys = keys.subspan(now.size());
  }
  return found;
}

void run_rows(store::Transaction& tx, std::string_view insert, std::string_view rest, std::size_t columns,
              std::span<const store::Value> values) {
  while (!values.empty()) {
    const std::size_t left = values.size() / columns;
    const auto size = *std::find_if(sizes.begin(), sizes.end(), [&](std::size_t one) { return one <= left; });
    std::string sql = std::string{insert} + " VALUES ";
    for (std::size_t row = 0; row < size; ++row)
      sql += (row == 0 ? "(" : ", (") + placeholders(columns, row * columns) + ")";
    sql += rest;
    tx.execute(sql, values.first(size * columns));
    values = values.subspan(size * columns);
  }
}

}  // namespace motcua::outbox
