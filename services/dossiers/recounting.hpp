#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// Where a walk over the running due dates stands.
struct DuePosition {
  core::Date due;
  DossierId id;
};

/// A due date that the calendar of now makes another one.
struct Recounted {
  DossierId id;
  std::string number;
  core::Date before;
  core::Instant before_at;
  core::Date after;
  core::Instant after_at;
};

/// One page of recounting.
struct RecountedPage {
  std::int64_t looked_at = 0;
  std::vector<Recounted> changed;
  std::vector<DossierId> uncovered;  ///< the calendar does not reach where their due date would lie
  std::optional<DuePosition> next;   ///< nothing at the end
};

/// Counts running due dates again after a decision changed the calendar: days off are decided late (domain rules 1.7).
/// What is closed or stands still is not touched, and doing it twice is doing it once. Thread-safe; owned by main,
/// called by the admin port.
class Recounting {
 public:
  /// `committed` is called after each commit that added to history.
  Recounting(store::Database& database, const catalogue::Source& catalogue, core::Clock clock,
             std::function<void()> committed = {});

  /// Tells what would change and changes nothing.
  RecountedPage rehearse(const std::optional<DuePosition>& after, std::int64_t limit);
  /// One transaction; each changed dossier gets an event with the date before, the date after and the decision's
  /// number.
  RecountedPage carry_out(const std::string& decision, const std::string& traceparent,
                          const std::optional<DuePosition>& after, std::int64_t limit);

 private:
  store::Database& database_;
  const catalogue::Source& catalogue_;
  core::Clock clock_;
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
