#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "blobs/blobs.hpp"
#include "catalogue/catalogue.hpp"
#include "content/content.hpp"
#include "dossiers/desk.hpp"
#include "dossiers/store/paper_rows.hpp"
#include "dossiers/store/rows.hpp"

namespace motcua::dossiers {

/// What is said of a paper before its content has come.
struct PaperWords {
  std::string name;        ///< of the file, checked (paper_name.hpp)
  std::string media_type;  ///< as declared, lower case
  std::optional<int> component;
  PaperKind kind;
};

/// Papers of dossiers as files: taken in, listed, given out, withdrawn. A content is durable in its store before the
/// transaction in which its paper begins to exist, and is removed after the one in which it ceases to; what a process
/// that was killed left in between is found in the database. Thread-safe; owned by main, called by the HTTP workers.
class Papers {
 public:
  struct Settings {
    std::chrono::seconds given_up_after;  ///< a content that nobody's paper became
    std::chrono::seconds every;           ///< between two looks for such
  };
  /// `committed` is called after each commit that added to history.
  Papers(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
         blobs::Store& contents, content::Inspector& inspector, Settings settings, metrics::Registry& metrics,
         std::function<void()> committed = {});

  /// Asked with the head alone: why this actor's paper would not be taken. `size` is as announced.
  std::optional<http::Problem> refuse(const auth::Actor& actor, const DossierId& id, const PaperWords& words,
                                      std::optional<std::int64_t> size);
  /// `checksum` is the content's SHA-256. 201 with the paper; nothing is kept of what is refused.
  http::Response add(const Caller& caller, const Once& once, const DossierId& id, std::optional<std::int64_t> expected,
                     const PaperWords& words, const core::File& content, const std::string& checksum);
  http::Response list(const Caller& caller, const DossierId& id);
  /// The file, after a line in the access log; its bytes are checked first.
  http::Response content(const Caller& caller, const DossierId& id, const PaperId& paper, const std::string& purpose);
  http::Response withdraw(const Caller& caller, const Once& once, const DossierId& id,
                          std::optional<std::int64_t> expected, const PaperId& paper,
                          const std::vector<std::string>& reasons);

  /// Removes contents that no paper has, some at a time; how many. Throws what the store and the database do.
  std::int64_t tidy();
  void run(const std::stop_token& stop);

 private:
  enum class Ending { done, refused, repeated, not_found, forbidden, changed_meanwhile, key_reused };
  struct Step;
  struct Asked;
  struct Arrival;
  Asked asked(const Caller& caller, const Once& once) const;
  /// What is asked before any command, under the dossier's lock: who may, stored answer, If-Match.
  std::optional<Step> not_now(store::Transaction& tx, const Asked& asked, const std::optional<rows::Kept>& before,
                              std::optional<std::int64_t> expected);
  Step refused(store::Transaction& tx, const Asked& asked, const Refusal& refusal, const DossierId& id) const;
  Step announce(store::Transaction& tx, const Asked& asked, const DossierId& id, std::optional<std::int64_t> expected,
                const Arrival& arrival);
  Step settle(store::Transaction& tx, const Asked& asked, const DossierId& id, std::optional<std::int64_t> expected,
              const Arrival& arrival);
  http::Response told(const char* command, Step step);
  std::optional<http::Problem> hidden(const auth::Actor& actor, Right right, const core::UnitId& responsible,
                                      const std::optional<core::UnitId>& handling) const;
  bool remove_one(const rows::BlobUnderWay& blob);

  store::Database& database_;
  const catalogue::Source& catalogue_;
  Scopes& scopes_;
  core::Clock clock_;
  blobs::Store& contents_;
  content::Inspector& inspector_;
  const Settings settings_;
  metrics::Registry& metrics_;
  metrics::Counter given_up_;
  metrics::Counter removed_;
  metrics::Counter damaged_;
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
