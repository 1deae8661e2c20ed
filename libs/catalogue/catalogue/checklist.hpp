#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalogue/knowledge.hpp"

namespace motcua::catalogue {

struct Fee {
  std::string name;
  std::int64_t amount;  ///< in đồng, which has no smaller coin
  Origin origin;
};

/// A question to the applicant, yes or no, on which papers depend.
struct Question {
  std::string code;  ///< unique in the version
  std::string text;
};

/// The words are in the file and in answers: append only.
enum class PaperKind { original, copy, electronic };
/// `original`, `copy`, `electronic`.
std::string_view to_text(PaperKind kind);
std::optional<PaperKind> paper_kind_named(std::string_view word);

/// A paper that is handed in (thành phần hồ sơ).
struct Component {
  std::string code;  ///< unique in the version
  std::string name;
  PaperKind kind;
  int copies;
  std::optional<std::string> when;  ///< required when this question is answered with yes; nothing: always
  bool digitise;                    ///< scanned at intake
  Origin origin;
};

}  // namespace motcua::catalogue
