#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reporting/reports.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// A report that was published, without what it says.
struct Publication {
  std::string id;  ///< UUID version 7
  SettledQuestion question;
  std::string format;    ///< json, csv, form06
  std::string language;  ///< vi, en
  std::string title;     ///< empty: none
  core::Instant published_at;
  std::string publisher_issuer;
  std::string publisher;  ///< the token's subject
  core::UnitId publisher_unit;
  std::int64_t sequence;  ///< all events up to this one were counted
  std::string catalogue_version;
  int rules_version;
  std::string body_digest{};  ///< SHA-256 of the body, 64 hex digits
};

struct PublishedContent {
  std::string body;
  std::string figures;  ///< see flattening.hpp
};

/// SHA-256 of all that is kept of it, 64 hex digits.
std::string digest_of(const Publication& publication, const PublishedContent& content);

/// `publication.body_digest` is that of the body. Throws Conflict when there is one with that id.
void insert(store::Transaction& tx, const Publication& publication, const PublishedContent& content);

std::optional<Publication> publication(store::Transaction& tx, const std::string& id);
std::optional<PublishedContent> published_content(store::Transaction& tx, const std::string& id);
/// The digest that was kept with it.
std::optional<std::string> kept_digest(store::Transaction& tx, const std::string& id);

/// The newest first, of one unit or of all; those made before `before`. Read along an index: costs what it returns.
std::vector<Publication> publications(store::Transaction& tx, const std::optional<core::UnitId>& unit,
                                      const std::optional<std::string>& before, std::size_t limit);

}  // namespace motcua::reporting
