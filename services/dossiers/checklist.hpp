#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "catalogue/procedures.hpp"

namespace motcua::dossiers {

/// A paper that somebody means to hand in, by its code in the procedure's checklist.
struct Paper {
  std::string code;
  catalogue::PaperKind kind;
  int copies;
};

/// Whether what somebody has is what the procedure asks for.
struct Completeness {
  /// A paper of the checklist that is not there, not enough of it, or of the wrong kind.
  struct Lack {
    const catalogue::Component* component;
    int handed_in;  ///< copies of the right kind
  };
  std::vector<Lack> lacking;
  std::vector<const catalogue::Question*> unanswered;  ///< papers depend on them
  std::set<std::string> unknown;                       ///< codes that the checklist does not have

  bool complete() const { return lacking.empty() && unanswered.empty(); }
};

/// An original serves where a copy is asked for: it is copied at the counter. Otherwise the kind must be the one asked
/// for. What `answers` does not say of a question is unanswered, and the papers that depend on it are not asked for
/// yet. The result points into `procedure`.
Completeness compared(const catalogue::Procedure& procedure, const std::vector<Paper>& papers,
                      const std::map<std::string, bool>& answers);

}  // namespace motcua::dossiers
