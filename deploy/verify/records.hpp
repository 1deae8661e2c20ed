#pragma once

#include <functional>
#include <vector>

#include "outbox/history.hpp"

namespace motcua::verify {

/// All history of one record, in order of version; never empty.
using Record = std::vector<outbox::HistoryRow>;

/// Hands over every record, at most 200 at a time: memory stays the same however many there are.
void for_all_records(store::Transaction& dossiers, const std::function<void(const std::vector<Record>&)>& take);

}  // namespace motcua::verify
