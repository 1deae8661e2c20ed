#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/embedded.hpp"
#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// A dossier as its row holds it, with the hash at the end of its history's chain.
struct Kept {
  Dossier dossier;
  std::string history_hash;
};

/// As much of a dossier as tells who sees it and whether what is known of it is still true.
struct Standing {
  std::int64_t version;
  core::UnitId responsible_unit;
  std::optional<core::UnitId> handling_unit;
};
/// In the order of the ids, 1 to 16 of them.
std::vector<std::optional<Standing>> standings_of(store::Transaction& tx, const std::vector<const DossierId*>& ids);

enum class For { reading, update };

std::optional<Kept> load(store::Transaction& tx, const DossierId& id, For purpose);
std::optional<Kept> load_by_source(store::Transaction& tx, const Source& source, For purpose);
/// For a statement that joins other rows to a dossier's: `kept_in` takes the first cells of a row, which are its
/// columns.
const std::string& column_names();
std::size_t column_count();
Kept kept_in(std::vector<store::Cell>& row);

/// In no order; ids that do not exist are left out. At most 200 ids.
std::vector<Dossier> load_all(store::Transaction& tx, std::span<const DossierId> ids);

/// Throws store::Conflict, here or later in the transaction, when its number or source has been taken meanwhile.
void insert(store::Transaction& tx, const Kept& kept, const std::optional<std::string>& slip_digest);
/// A transfer or a correction alone changes whose the dossier is, and a correction alone when it was handed in.
enum class Change { usual, transfer, correction };
void update(store::Transaction& tx, const Kept& kept, Change change = Change::usual);

/// A row that is not as it should be.
struct Deviation {
  DossierId id;
  bool missing;                      ///< there is no row
  std::vector<std::string> columns;  ///< that hold something else
};
/// Which rows are not as they should be; at most 200 are looked at.
std::vector<Deviation> deviations(store::Transaction& tx, std::span<const Kept> expected);

bool number_exists(store::Transaction& tx, const std::string& number);

/// For the citizen's look-up: the digest alone, so that a number that exists costs no more than one that does not.
/// Nothing for a dossier without a slip, too.
std::optional<std::string> slip_digest_of(store::Transaction& tx, const std::string& number);
std::optional<Dossier> load_by_number(store::Transaction& tx, const std::string& number);

/// Tables of this service, besides those of outbox and store.
std::span<const core::EmbeddedFile> migrations();

}  // namespace motcua::dossiers::rows
