#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/store/closed_rows.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// A closed dossier whose people need not be kept any longer.
struct ErasedDossier {
  DossierId id;
  std::string number;
  std::string policy;  ///< code in the catalogue
  core::Date closed_on;
  core::Date kept_until;  ///< the last day
};

/// One page of erasing.
struct ErasedPage {
  std::int64_t looked_at = 0;
  std::vector<ErasedDossier> erased;
  std::optional<rows::ClosedPosition> next;  ///< nothing at the end
};

/// Erases the people of closed dossiers when the catalogue's policy keeps them no longer (retention.json). Without a
/// policy nobody is erased. What is done is not found again, so doing it twice is doing it once, and a pass that was
/// cut short is begun again or gone on with. Thread-safe; owned by main, called by the admin port.
class Erasing {
 public:
  /// `committed` is called after each commit that added to history.
  Erasing(store::Database& database, const catalogue::Source& catalogue, core::Clock clock,
          std::function<void()> committed = {});

  /// Tells whom it would erase and erases nobody.
  ErasedPage rehearse(const std::optional<rows::ClosedPosition>& after, std::int64_t limit);
  /// One transaction; each dossier whose people go gets an event with the policy and the number of the document that
  /// orders it.
  ErasedPage carry_out(const std::string& decision, const std::string& traceparent,
                       const std::optional<rows::ClosedPosition>& after, std::int64_t limit);

 private:
  store::Database& database_;
  const catalogue::Source& catalogue_;
  core::Clock clock_;
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
