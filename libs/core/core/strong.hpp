#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace motcua::core {

/// A text that means one thing: a DossierId is not a UnitId, and neither turns back into a string by itself.
template <class Tag>
class StrongText {
 public:
  StrongText() = default;
  explicit StrongText(std::string text) : text_{std::move(text)} {}

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const StrongText&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 misreads <=>

 private:
  std::string text_;
};

/// The permanent id of a unit in the catalogue; unlike its code it is never given to another unit.
using UnitId = StrongText<struct UnitIdTag>;

}  // namespace motcua::core

template <class Tag>
struct std::hash<motcua::core::StrongText<Tag>> {
  std::size_t operator()(const motcua::core::StrongText<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
