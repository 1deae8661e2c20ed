#pragma once

#include <utility>
#include <variant>

namespace motcua::core {

/// A value, or the reason why there is none. For what is expected to go wrong; what is broken throws.
/// Built implicitly from either, so both types must differ. Asking for the wrong half throws std::bad_variant_access.
template <class Value, class Error>
class [[nodiscard]] Result {
 public:
  Result(Value value) : content_{std::in_place_index<0>, std::move(value)} {}  // NOLINT: meant to be implicit
  Result(Error error) : content_{std::in_place_index<1>, std::move(error)} {}  // NOLINT: meant to be implicit

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const Value& value() const& { return std::get<0>(content_); }
  Value& value() & { return std::get<0>(content_); }
  Value&& value() && { return std::get<0>(std::move(content_)); }
  const Error& error() const& { return std::get<1>(content_); }
  Error&& error() && { return std::get<1>(std::move(content_)); }

  const Value& operator*() const& { return value(); }
  const Value* operator->() const { return &value(); }

 private:
  std::variant<Value, Error> content_;
};

}  // namespace motcua::core
