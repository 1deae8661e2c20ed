#pragma once

#include <span>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "outbox/inbox.hpp"
#include "reporting/domain/facts.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// What an event of motcua.dossiers.v1 says, in this service's words, of the dossier or of one of its steps. Throws
/// outbox::Unreadable for a type or content that this version does not know: counting without it would be wrong, so it
/// waits for a version that does.
Fact fact_of(const outbox::Event& event);

/// For outbox::Inbox: events into spans and counts.
void apply_dossiers(store::Transaction& tx, std::span<const outbox::Event> events, const catalogue::Units& units);

}  // namespace motcua::reporting
