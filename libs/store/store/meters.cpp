#include "store/meters.hpp"

#include "store/database.hpp"

namespace motcua::store {
namespace {

metrics::Counter transactions(metrics::Registry& registry, const char* outcome) {
  return registry.counter("motcua_store_transactions_total", "Transactions by how they ended", {{"outcome", outcome}});
}

}  // namespace

Meters::Meters(metrics::Registry& registry)
    : committed_{transactions(registry, "committed")},
      conflicting_{transactions(registry, "conflict")},
      unavailable_{transactions(registry, "unavailable")},
      rolled_back_{transactions(registry, "rolled_back")},
      took_{registry.histogram("motcua_store_transaction_seconds",
                               "A transaction from the call to its COMMIT, waiting included")},
      waiting_{registry.gauge("motcua_store_waiting", "Callers that wait for a connection or for the writer")},
      groups_{registry.counter("motcua_store_groups_total", "Shared COMMITs of the SQLite writer")},
      members_{
          registry.counter("motcua_store_group_members_total", "Transactions in shared COMMITs of the SQLite writer")},
      begun_again_{registry.counter("motcua_store_begun_again_total",
                                    "Times a transaction was begun again because a rival was in its way")} {}

void Meters::group(std::size_t members) {
  groups_.increment();
  members_.increment(static_cast<double>(members));
}

void Meters::count(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Conflict&) {
    conflicting_.increment();
  } catch (const Unavailable&) {
    unavailable_.increment();
  } catch (...) {
    rolled_back_.increment();
  }
}

}  // namespace motcua::store
