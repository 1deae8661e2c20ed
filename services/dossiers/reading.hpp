#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "core/result.hpp"
#include "dossiers/checklist.hpp"
#include "dossiers/desk.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/store/rows.hpp"
#include "outbox/history.hpp"
#include "store/gathering.hpp"

namespace motcua::dossiers {

/// Late with or without an apology; without one it is a fault of its own (domain rules 1.4).
enum class Late { any, unapologised, resolved_unapologised };

/// `GET /v1/dossiers?…` after its parameters were checked. All given ones must hold.
struct ListQuery {
  std::optional<std::string> unit{};  ///< responsible for it or handling it: code (in force today, else the last that
                                      ///< had it) or id; those under it included
  std::optional<Status> status{};
  std::optional<std::string> procedure{};
  std::optional<core::Date> due_before{};
  std::optional<Late> overdue{};  ///< today
  std::optional<core::Date> received_from{};
  std::optional<core::Date> received_to{};
  std::optional<std::string> number{};
  std::optional<std::string> source_id{};
  std::int64_t limit = 50;  ///< 1 to 200
  std::optional<std::string> cursor{};
};

/// "If it were received then": nothing is stored.
struct PreviewQuery {
  std::string procedure_code;
  std::optional<core::Instant> received_at;  ///< now when left out
};

/// "Have I everything?", before anything is handed in.
struct CheckQuery {
  std::string procedure_code;
  std::optional<core::Date> on;  ///< today when left out
  std::vector<Paper> papers;
  std::map<std::string, bool> answers;
};

/// Where dossiers are read. Thread-safe; owned by main, called by the HTTP workers.
class Reading {
 public:
  Reading(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, cache::Cache& cache,
          core::Clock clock, std::string secret);

  /// With personal fields and officers' texts for those who need them: that is written to the access log, on disk
  /// before the answer is given. `if_none_match` is the header as it came; 304 shows nothing and logs nothing.
  http::Response dossier(const Caller& caller, const DossierId& id, const std::string& purpose,
                         const std::optional<std::string>& if_none_match);
  /// Masked. A page may be short of `limit` and still have a `next`.
  http::Response list(const Caller& caller, const ListQuery& query);
  /// At most 200 entries above the version `after`.
  http::Response history(const Caller& caller, const DossierId& id, std::int64_t after);
  http::Response deadline(const Caller& caller, const DossierId& id);
  /// Officers' notes for those who are shown people; that is logged.
  http::Response status_history(const Caller& caller, const DossierId& id);
  /// `GET /v1/dossiers/{id}/trips`.
  http::Response trips(const Caller& caller, const DossierId& id);
  /// Changes of status of all dossiers that the caller sees, in the order in which they were published. Looks at
  /// `limit` (1 to 200) events above `after`; `next` is where to go on, the same as `after` when there are none.
  http::Response status_changes(const Caller& caller, std::int64_t after, std::int64_t limit);
  /// Open to all: procedures and the calendar are public.
  http::Response preview(const Caller& nobody, const PreviewQuery& query);
  http::Response check(const Caller& nobody, const CheckQuery& query);
  /// The citizen's: no token. The same work and the same answer whether the number is unknown or the slip code is
  /// wrong.
  http::Response look_up(const Caller& nobody, const std::string& number, const std::string& slip_code);

 private:
  /// Why this caller is shown nothing of a dossier of these units.
  std::optional<http::Problem> hidden(const Caller& caller, const core::UnitId& responsible,
                                      const std::optional<core::UnitId>& handling) const;
  std::vector<outbox::HistoryRow> whole_history(const DossierId& id);
  /// The dossier as it stands, or why this caller gets none.
  core::Result<rows::Standing, http::Problem> visible(const Caller& caller, const DossierId& id);
  /// Whether this caller, who sees the dossier, sees its people whole.
  bool sees_people(const Caller& caller, const core::UnitId& responsible,
                   const std::optional<core::UnitId>& handling) const;
  /// Somebody who may be shown people asks for a dossier.
  struct PersonalQuestion {
    const Caller& caller;
    const DossierId& id;
    const std::string& purpose;
  };
  struct Found {
    std::optional<http::Problem> refused{};
    std::optional<rows::Standing> masked{};  ///< shown without people
    std::optional<rows::Whole> whole{};      ///< with them: the reading is in the access log
  };
  std::vector<Found> show(const std::vector<const PersonalQuestion*>& questions);
  /// Its body as `standing` says; nothing when the dossier has moved on since.
  std::optional<std::string> masked(const DossierId& id, const rows::Standing& standing,
                                    const catalogue::Catalogue& catalogue);

  store::Database& database_;
  const catalogue::Source& catalogue_;
  Scopes& scopes_;
  cache::Cache& cache_;
  core::Clock clock_;
  std::string secret_;
  store::Gathering<DossierId, std::optional<rows::Standing>> standings_;
  store::Gathering<DossierId, std::optional<rows::Whole>> wholes_;
  store::Gathering<PersonalQuestion, Found> personal_;
};

}  // namespace motcua::dossiers
