#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "auth/auth.hpp"
#include "cache/cache.hpp"
#include "catalogue/catalogue.hpp"
#include "catalogue/scopes.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "reporting/report.hpp"
#include "reporting/store/spans.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// What a client asks for, as it was written.
struct Question {
  Subject subject = Subject::dossiers;
  std::string unit;  ///< an id, or a code: of the unit that had it on `to`, else of the last one that did
  AskedPeriod period;
  By by = By::nothing;
  Attribution attribution = Attribution::as_then;
  bool burden = false;  ///< and what the dossiers cost the citizen
};

/// The same once its unit and days are settled; nothing in it depends on the day on which it is asked again.
struct SettledQuestion {
  Subject subject = Subject::dossiers;
  core::UnitId unit;
  Period period;
  By by = By::nothing;
  Attribution attribution = Attribution::as_then;
  bool burden = false;
  core::Date asked_on;  ///< as_now stands for the units of this day
};

/// No such unit, or not for this actor.
struct NotFound {};
using Refusal = std::variant<NotFound, std::vector<PeriodFault>>;

/// A question that can be answered: the unit exists and may be seen, the days are settled.
struct Standing {
  Subject subject;
  std::shared_ptr<const catalogue::Catalogue> catalogue;
  const catalogue::Unit* unit;
  Period period;
  core::Date today;
  By by;
  Attribution attribution;
  bool burden = false;
};

/// A rendered report. `tag` is another one whenever the body may be.
struct Answer {
  std::string tag;
  std::optional<std::string> body;  ///< nothing when the asker has it
};

/// The dossiers or steps behind a cell, one page of them.
struct RecordsPage {
  Subject subject;
  std::vector<Span> spans;
  std::vector<UnitName> units;      ///< that received or own each of them
  std::optional<std::string> next;  ///< opaque
};

/// The figures of dossiers and steps as of any day. Answers from the projections alone; thread-safe; owned by main.
class Reports {
 public:
  Reports(store::Database& database, const catalogue::Source& catalogue, cache::Cache& cache, std::string topic,
          core::Clock clock);

  core::Result<Standing, Refusal> settle(const Question& question, const auth::Actor& actor);

  /// A question that was settled on an earlier day, as it stands by the catalogue in use; nothing when the actor may
  /// not read about its unit now.
  std::optional<Standing> settled(const SettledQuestion& question, const auth::Actor& actor);

  /// The unit that has the id or code today, else the last that did, when the actor may read about it.
  std::optional<core::UnitId> unit_read(const std::string& unit, const auth::Actor& actor);

  /// `variant` names what else the rendering depends on: format and language. `has`: the asker has the body with that
  /// tag, so nothing is counted.
  Answer answer(const Standing& standing, const std::string& variant,
                const std::function<bool(const std::string& tag)>& has,
                const std::function<std::string(const Report&)>& render);

  /// `row`: of a report by `standing.by`, that row's records alone. Nothing when the cursor is not one of ours.
  std::optional<RecordsPage> records(const Standing& standing, Cell cell, const std::optional<std::string>& row,
                                     const std::optional<std::string>& cursor, std::size_t limit);

 private:
  bool may_read(const auth::Actor& actor, const catalogue::Catalogue& catalogue, const catalogue::Unit& unit,
                Attribution attribution, core::Date today);

  store::Database& database_;
  const catalogue::Source& catalogue_;
  cache::Cache& cache_;
  std::string topic_;
  core::Clock clock_;
  catalogue::Scopes scopes_;
};

}  // namespace motcua::reporting
