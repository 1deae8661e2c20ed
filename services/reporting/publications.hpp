#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reporting/domain/restatement.hpp"
#include "reporting/render/format.hpp"
#include "reporting/reports.hpp"
#include "reporting/store/publications.hpp"
#include "store/answers.hpp"

namespace motcua::reporting {

/// What is to be published, and as what.
struct ToPublish {
  Question question;
  Format format = Format::json;
  http::Language language = http::Language::vietnamese;
  std::optional<std::string> title;
};

/// Not for this actor's roles.
struct Forbidden {};
/// The idempotency key belongs to another request.
struct KeyReused {};

/// A publication's bytes, and what they are.
struct Published {
  Publication publication;
  std::string body;
};

struct PublicationsPage {
  std::vector<Publication> items;
  std::optional<std::string> next;  ///< the id to go on before
};

/// A publication and the same question asked today.
struct Restatement {
  struct Name {
    std::string code;
    std::string name;  ///< for people; empty: nobody knows it
  };
  Publication publication;
  std::int64_t sequence;  ///< today's: all events up to this one are counted
  std::string catalogue_version;
  std::vector<Restated> figures;
  std::map<std::pair<FigureName::Line, std::string>, Name> names;  ///< of the rows of today, by line and key

  bool by_the_same_rules() const;
};

/// Reports as they were published, and what has become of their figures. Thread-safe; owned by main.
class Publications {
 public:
  Publications(Reports& reports, store::Database& database, std::string topic, core::Clock clock);

  /// A leader's units, or all for the city's reader. In one transaction with the answer that a repeat will get.
  std::variant<store::StoredAnswer, Forbidden, KeyReused, Refusal> publish(const ToPublish& wanted,
                                                                           const store::Once& once,
                                                                           const auth::Actor& actor);

  /// The newest first. Without `unit`: of the actor's own unit, or of all for the city's reader. Nothing when the actor
  /// may not read about that unit.
  std::optional<PublicationsPage> list(const std::optional<std::string>& unit, const std::optional<std::string>& before,
                                       std::size_t limit, const auth::Actor& actor);

  /// Nothing when there is none with that id or the actor may not read about its unit.
  std::optional<Published> read(const std::string& id, const auth::Actor& actor);
  /// Costs two reports.
  std::optional<Restatement> restatement(const std::string& id, const auth::Actor& actor);

 private:
  std::optional<std::pair<Publication, Standing>> find(store::Transaction& tx, const std::string& id,
                                                       const auth::Actor& actor);

  Reports& reports_;
  store::Database& database_;
  std::string topic_;
  core::Clock clock_;
};

/// The role is enough to publish; of which units is decided by what the actor may read.
bool may_publish(const auth::Actor& actor);

}  // namespace motcua::reporting
