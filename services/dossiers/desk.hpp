#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "auth/auth.hpp"
#include "catalogue/catalogue.hpp"
#include "core/result.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/domain/refusal.hpp"
#include "dossiers/identity.hpp"
#include "dossiers/orders.hpp"
#include "dossiers/people.hpp"
#include "dossiers/permissions.hpp"
#include "http/message.hpp"
#include "metrics/metrics.hpp"
#include "store/answers.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

struct Draft;
namespace rows {
struct Access;
}

/// Who asks, and how a problem is written down for them: the edge knows their language and trace.
struct Caller {
  auth::Actor actor;
  std::string traceparent;
  std::function<http::Response(const http::Problem&)> write;
};

using store::Once;

/// A moment that the client states for a live command.
struct StatedMoment {
  core::Instant occurred_at;
  std::string reason;
};

struct Registration {
  std::string procedure_code;
  std::string unit_code;  ///< of the receiving unit, on the day of the event
  Channel channel;
  ApplicantDetails applicant;
  std::vector<NamedComponent> components;
};

/// Where commands are decided: one at a time, each in one transaction that holds state, history and stored answer.
/// Answers are given after COMMIT. Thread-safe; owned by main, called by the HTTP workers. A database that does not
/// answer throws store::Unavailable: nothing is known to be kept, and the same key may be tried again.
class Desk {
 public:
  /// `secret` keys the digests of slip codes, `keys` the hashes of identity numbers; `committed` is called after each
  /// commit that added to history: it wakes the relay.
  Desk(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
       std::string secret, const IdentityKeyring& keys, metrics::Registry& metrics,
       std::function<void()> committed = {});

  /// `POST /v1/dossiers`: 201 with the slip code, Location and ETag.
  http::Response take_in(const Caller& caller, const Once& once, const Registration& registration,
                         const std::optional<StatedMoment>& stated);
  /// `POST /v1/dossiers/{id}/…`: 200 with the dossier and its ETag. `expected` is the version of If-Match; none for `*`
  /// or no header.
  http::Response handle(const Caller& caller, const Once& once, const DossierId& id,
                        std::optional<std::int64_t> expected, const Order& order,
                        const std::optional<StatedMoment>& stated);

 private:
  /// How a command ends, for the metric.
  enum class Ending { done, refused, repeated, not_found, forbidden, changed_meanwhile, key_reused };
  struct Step;
  struct Asked;
  Step take_in(store::Transaction& tx, const Asked& asked, const core::Result<Draft, Refusal>& decided,
               const ApplicantDetails& applicant);
  Step handle(store::Transaction& tx, const Asked& asked, const DossierId& id, std::optional<std::int64_t> expected,
              const Order& order);
  static Step refused(store::Transaction& tx, const Asked& asked, const Refusal& refusal, std::string_view record);
  static rows::Access access_to(const DossierId& id, const Asked& asked);
  http::Response told(Right right, Step step);

  store::Database& database_;
  const catalogue::Source& catalogue_;
  Scopes& scopes_;
  core::Clock clock_;
  std::string secret_;
  const IdentityKeyring& keys_;
  std::map<Right, std::vector<metrics::Counter>> counted_;  ///< by ending
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
