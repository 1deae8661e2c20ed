#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/knowledge.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// A type of file that may be handed in.
struct UploadType {
  std::string media_type;               ///< lower case, as `application/pdf`; of those that libs/content knows
  std::vector<std::string> extensions;  ///< lower case, without the dot
  std::int64_t most_bytes;

  bool has_extension(std::string_view lower) const;
};

/// What may be handed in as a file, until the next set holds.
struct UploadSet {
  std::optional<core::Date> valid_from;
  std::int64_t most_papers;          ///< of one dossier, withdrawn ones left out
  std::int64_t most_entries;         ///< of an archive, and of an office file, which is one
  std::int64_t most_unpacked_bytes;  ///< of all its entries together
  std::int64_t most_ratio;           ///< unpacked to packed
  std::vector<UploadType> types;
  Origin origin;

  /// Nothing for a type that may not be handed in.
  const UploadType* find(std::string_view media_type) const;
};

/// All sets over time. Immutable; safe to share between threads.
class Papers {
 public:
  /// They ascend, and the first has an open beginning (std::invalid_argument).
  explicit Papers(std::vector<UploadSet> sets);

  /// The set in force on that day.
  const UploadSet& on(core::Date day) const;
  const std::vector<UploadSet>& all() const { return sets_; }
  /// Of any type on any day: more is never taken.
  std::int64_t most_bytes() const;

 private:
  std::vector<UploadSet> sets_;
};

}  // namespace motcua::catalogue
