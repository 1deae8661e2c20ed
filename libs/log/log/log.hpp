#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace motcua::log {

/// A value that must never be written down: it prints as `[redacted]` wherever it goes.
template <class Value>
class Redacted {
 public:
  explicit Redacted(Value value) : value_{std::move(value)} {}
  const Value& reveal() const { return value_; }

 private:
  Value value_;
};

enum class Level { debug, info, warn, error };

/// What a line says besides its message: ids, counts, names of settings. Never whose data it was.
using Content = std::variant<std::string, std::int64_t, double, bool>;

class Field {
 public:
  Field(std::string_view name, std::string_view text) : name_{name}, content_{std::string{text}} {}
  Field(std::string_view name, const char* text) : name_{name}, content_{std::string{text}} {}
  Field(std::string_view name, const std::string& text) : name_{name}, content_{text} {}
  Field(std::string_view name, bool flag) : name_{name}, content_{flag} {}
  Field(std::string_view name, double number) : name_{name}, content_{number} {}
  template <class Number>
  requires(std::is_integral_v<Number>) Field(std::string_view name, Number number)
      : name_{name}, content_{static_cast<std::int64_t>(number)} {}
  template <class Value>
  Field(std::string_view name, const Redacted<Value>&) : name_{name}, content_{std::string{"[redacted]"}} {}

  const std::string& name() const { return name_; }
  const Content& content() const { return content_; }

 private:
  std::string name_;
  Content content_;
};

/// Starts logging for this process: one JSON object a line on standard error, with `time`, `level`, `service`,
/// `message`, the current trace id (see TraceScope) and the fields. Lines written before are kept out. Thread-safe.
void start(std::string service, Level least);
void write(Level level, std::string_view message, std::initializer_list<Field> fields = {});

inline void debug(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::debug, message, fields);
}
inline void info(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::info, message, fields);
}
inline void warn(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::warn, message, fields);
}
inline void error(std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::error, message, fields);
}

/// While it lives, lines of this thread carry this trace id.
class TraceScope {
 public:
  explicit TraceScope(std::string_view trace_id);
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  std::string previous_;
};

}  // namespace motcua::log
