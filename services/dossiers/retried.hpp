#pragma once

#include "store/database.hpp"

namespace motcua::dossiers {

/// One transaction; again when a rival took the same number or source in between, which the second look then sees.
/// After a few rounds the conflict is told as a database that is too busy: nothing was kept.
template <class Work>
auto retried(store::Database& database, Work& work) {
  for (int round = 1;; ++round) {
    try {
      return database.in_transaction(work);
    } catch (const store::Conflict&) {
      if (round == 5) throw store::Unavailable{"rivals took the same number or source five times"};
    }
  }
}

}  // namespace motcua::dossiers
