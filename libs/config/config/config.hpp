#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace motcua::config {

enum class Kind { text, number, milliseconds, flag, choice };

/// One setting a service understands. Set by `--http-port=8101`, by `DOSSIERS_HTTP_PORT` (the service's prefix and the
/// name in capitals), or by a line `http_port=8101` in the file that `--config` names; the earlier of these wins.
struct Setting {
  std::string name;  ///< `http_port`
  Kind kind;
  std::string description;
  std::optional<std::string> otherwise;  ///< the default; a setting without one must be given
  std::optional<std::int64_t> least{};   ///< for numbers and milliseconds
  std::optional<std::int64_t> most{};
  std::vector<std::string> choices{};
  bool secret = false;  ///< its value is never printed
};

/// The checked values. Asking for a name that is not defined, or as another kind, throws std::logic_error.
class Values {
 public:
  const std::string& text(std::string_view name) const;
  std::int64_t number(std::string_view name) const;
  std::chrono::milliseconds milliseconds(std::string_view name) const;
  bool flag(std::string_view name) const;

  std::map<std::string, std::pair<Kind, std::string>, std::less<>> values;
};

/// All mistakes at once, one sentence each, saying which setting, what is wrong and what would do.
using Mistakes = std::vector<std::string>;

/// Pure: `arguments` without the program's name, `environment` as (name, value). Unknown flags, unknown lines of the
/// file and unknown variables that begin with the service's prefix are mistakes, but for those that Kubernetes sets.
core::Result<Values, Mistakes> read(const std::string& service, const std::vector<Setting>& settings,
                                    const std::vector<std::string>& arguments,
                                    const std::map<std::string, std::string>& environment);
/// The first line of a file, trimmed: secrets stand in files, never in arguments, variables or logs. Throws
/// std::runtime_error, naming the setting and the file, when it cannot be read or has fewer than `least` characters.
std::string secret_in(const std::string& setting, const std::string& file, std::size_t least = 1);
/// All lines of a file that are not blank, trimmed, in their order: the same, of several secrets. Throws as well when
/// there are none or more than `most`, when one has fewer than `least` characters, or when two are the same.
std::vector<std::string> secrets_in(const std::string& setting, const std::string& file, std::size_t least,
                                    std::size_t most);

/// For `--help`.
std::string help(const std::string& service, const std::vector<Setting>& settings);

/// As `main` wants it: prints help and exits 0 for `--help`; prints every mistake to standard error and exits 2.
Values read_or_exit(const std::string& service, const std::vector<Setting>& settings, int argc, char** argv);

}  // namespace motcua::config
