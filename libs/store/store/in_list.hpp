#pragma once

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace motcua::store {

/// `(:i0, :i1, …)` and what is bound to it.
struct InList {
  std::string sql;
  std::vector<Value> values;
};

inline std::size_t size_of_list(std::size_t count) {
  for (const std::size_t size : {1, 16, 64, 200}) {
    if (count <= size) return size;
  }
  return 400;
}

/// Of few sizes, so that few statements are prepared: the rest is filled with the last id. 1 to 400 ids.
template <class Id>
InList in_list(std::span<const Id> ids) {
  const std::size_t size = size_of_list(ids.size());
  if (ids.empty() || ids.size() > size) throw std::invalid_argument{"none, or more than 400 asked for at once"};
  InList list{"(", {}};
  for (std::size_t at = 0; at < size; ++at) {
    list.sql += (at == 0 ? ":i" : ", :i") + std::to_string(at);
    list.values.emplace_back(ids[std::min(at, ids.size() - 1)]);
  }
  list.sql += ')';
  return list;
}
template <class Id>
InList in_list(const std::vector<const Id*>& ids) {
  std::vector<Id> all;
  all.reserve(ids.size());
  for (const Id* one : ids) all.push_back(*one);
  return in_list<Id>(std::span<const Id>{all});
}

}  // namespace motcua::store
