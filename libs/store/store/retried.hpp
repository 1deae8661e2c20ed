#pragma once

#include "store/database.hpp"

namespace motcua::store {

/// One transaction; again when a rival took the same unique value in between, which the second look then sees. After a
/// few rounds the conflict is told as a database that is too busy: nothing was kept.
template <class Work>
auto retried(Database& database, Work& work) {
  for (int round = 1;; ++round) {
    try {
      return database.in_transaction(work);
    } catch (const Conflict&) {
      if (round == 5) throw Unavailable{"a rival came first five times"};
    }
  }
}

}  // namespace motcua::store
