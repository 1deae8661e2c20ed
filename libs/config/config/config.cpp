#include "config/config.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <regex>
#include <stdexcept>

#include "config/checks.hpp"

namespace motcua::config {
namespace {

std::string capitals(std::string text) {
  for (auto& letter : text)
    letter = letter == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

std::string as_flag(std::string name) {
  std::ranges::replace(name, '_', '-');
  return "--" + name;
}

/// Kubernetes tells every container of a namespace about each Service in it, in the manner of old Docker links; a
/// Service called like the program gives variables with its prefix. `rest` is what follows that prefix.
bool is_service_link(const std::string& rest, const std::string& value) {
  static const std::regex names{
      "SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?"};
  static const std::regex address{"(tcp|udp|sctp)://.*"};
  return std::regex_match(rest, names) || (rest == "PORT" && std::regex_match(value, address));
}

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == std::string::npos) return "";
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/// What one source says.
struct Source {
  std::map<std::string, std::string> values;  ///< by the setting's name
};

/// Gathers every mistake while the three sources are read.
class Reading {
 public:
  Reading(const std::string& service, const std::vector<Setting>& settings)
      : prefix_{capitals(service) + "_"}, settings_{settings} {}

  std::string variable(const std::string& name) const { return prefix_ + capitals(name); }

  Source arguments(const std::vector<std::string>& arguments) {
    Source source;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const auto& argument = arguments[i];
      if (!argument.starts_with("--")) {
        // It may be a secret that lost its flag: not repeated.
        mistake({"Argument ", std::to_string(i + 1), " is not a setting; settings are written --name=value."});
        continue;
      }
      const auto equals = argument.find('=');
      const auto flag = argument.substr(0, equals);
      const auto* setting = find([&](const Setting& one) { return as_flag(one.name) == flag; });
      if (setting == nullptr && flag != "--config") {
        mistake({flag, " is not a setting of this program.", nearest(flag, names(as_flag))});
        continue;
      }
      const std::string name = setting == nullptr ? "config" : setting->name;
      std::string value = "true";
      if (equals != std::string::npos) {
        value = argument.substr(equals + 1);
      } else if (setting == nullptr || setting->kind != Kind::flag) {
        if (i + 1 == arguments.size() || arguments[i + 1].starts_with("--")) {
          mistake({flag, " has no value; write ", flag, "=value."});
          continue;
        }
        value = arguments[++i];
      }
      if (!source.values.emplace(name, value).second) mistake({flag, " is given twice; leave one out."});
    }
    return source;
  }

  Source environment(const std::map<std::string, std::string>& environment) {
    Source source;
    for (auto one = environment.lower_bound(prefix_); one != environment.end() && one->first.starts_with(prefix_);
         ++one) {
      const auto* setting = find([&](const Setting& known) { return variable(known.name) == one->first; });
      if (setting != nullptr) {
        source.values[setting->name] = one->second;
      } else if (one->first == variable("config")) {
        source.values["config"] = one->second;
      } else if (!is_service_link(one->first.substr(prefix_.size()), one->second)) {
        mistake({"The variable ", one->first, " is not a setting of this program.",
                 nearest(one->first, names([&](const std::string& name) { return variable(name); }))});
      }
    }
    return source;
  }

  Source file(const std::string& path) {
    Source source;
    std::ifstream file{path};
    if (!file) {
      mistake({"The file \"", path, "\" that --config names cannot be read; check its path and its rights."});
      return source;
    }
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      line = trimmed(line);
      if (line.empty() || line.starts_with('#')) continue;
      const auto place = placed(number, path);
      const auto equals = line.find('=');
      if (equals == std::string::npos) {
        mistake({place, " is not a setting; settings are written name=value, remarks begin with #."});
        continue;
      }
      const auto name = trimmed(line.substr(0, equals));
      if (find([&](const Setting& known) { return known.name == name; }) == nullptr) {
        mistake({place, ": \"", name, "\" is not a setting of this program.",
                 nearest(name, names([](const std::string& known) { return known; }))});
      } else if (!source.values.emplace(name, trimmed(line.substr(equals + 1))).second) {
        mistake({place, ": ", name, " is given twice; leave one out."});
      }
    }
    return source;
  }

  /// The first source that names the setting gives its value.
  void settle(const Setting& setting, const std::vector<std::pair<std::string, const Source*>>& sources,
              Values& values) {
    for (const auto& [words, source] : sources) {
      const auto found = source->values.find(setting.name);
      if (found == source->values.end()) continue;
      auto value = checked(setting, found->second);
      if (value) {
        values.values[setting.name] = {setting.kind, *value};
      } else {
        mistake({words, ": ", value.error().front()});
      }
      return;
    }
    if (!setting.otherwise) {
      mistake({"The setting ", setting.name, " is missing (", setting.description, "); give it as ",
               as_flag(setting.name), "=… or as ", variable(setting.name), "=…."});
      return;
    }
    auto value = checked(setting, *setting.otherwise);
    if (!value) throw std::logic_error{"the default of " + setting.name + ": " + value.error().front()};
    values.values[setting.name] = {setting.kind, *value};
  }

  Mistakes mistakes() && { return std::move(mistakes_); }
  bool flawless() const { return mistakes_.empty(); }

 private:
  void mistake(std::initializer_list<std::string_view> words) {
    auto& sentence = mistakes_.emplace_back();
    for (const auto word : words) sentence += word;
  }

  static std::string placed(int line, const std::string& path) {
    return "Line " + std::to_string(line) + " of " + path;
  }

  template <class Matches>
  const Setting* find(const Matches& matches) const {
    const auto found = std::ranges::find_if(settings_, matches);
    return found == settings_.end() ? nullptr : &*found;
  }

  template <class Spell>
  std::vector<std::string> names(const Spell& spell) const {
    std::vector<std::string> all{spell("config")};
    for (const auto& setting : settings_) all.push_back(spell(setting.name));
    return all;
  }

  std::string prefix_;
  const std::vector<Setting>& settings_;
  Mistakes mistakes_;
};

const std::pair<Kind, std::string>& entry(const Values& values, std::string_view name,
                                          std::initializer_list<Kind> kinds) {
  const auto found = values.values.find(name);
  if (found == values.values.end()) throw std::logic_error{"no setting is called " + std::string{name}};
  if (std::ranges::find(kinds, found->second.first) == kinds.end()) {
    throw std::logic_error{"the setting " + std::string{name} + " is of another kind"};
  }
  return found->second;
}

}  // namespace

const std::string& Values::text(std::string_view name) const {
  return entry(*this, name, {Kind::text, Kind::choice}).second;
}
std::int64_t Values::number(std::string_view name) const {
  return std::stoll(entry(*this, name, {Kind::number}).second);
}
std::chrono::milliseconds Values::milliseconds(std::string_view name) const {
  return std::chrono::milliseconds{std::stoll(entry(*this, name, {Kind::milliseconds}).second)};
}
bool Values::flag(std::string_view name) const { return entry(*this, name, {Kind::flag}).second == "true"; }

core::Result<Values, Mistakes> read(const std::string& service, const std::vector<Setting>& settings,
                                    const std::vector<std::string>& arguments,
                                    const std::map<std::string, std::string>& environment) {
  Reading reading{service, settings};
  const auto said = reading.arguments(arguments);
  const auto set = reading.environment(environment);
  Source written;
  for (const auto* source : {&said, &set}) {
    const auto path = source->values.find("config");
    if (path == source->values.end()) continue;
    written = reading.file(path->second);
    break;
  }
  Values values;
  for (const auto& setting : settings) {
    reading.settle(setting,
                   {{as_flag(setting.name), &said},
                    {"The variable " + reading.variable(setting.name), &set},
                    {"The file's " + setting.name, &written}},
                   values);
  }
  if (!reading.flawless()) return std::move(reading).mistakes();
  return values;
}

std::string help(const std::string& service, const std::vector<Setting>& settings) {
  std::string text =
      service + " [--config=FILE] [--name=value ...]\n\n" +
      "Each setting may also come from the environment or from a line name=value of FILE; the command line wins,\n"
      "then the environment, then FILE, then the default.\n\n";
  const Reading spelling{service, settings};
  for (const auto& setting : settings) {
    text += "  " + as_flag(setting.name) + "  (" + spelling.variable(setting.name) + ")\n      " + setting.description +
            "\n      ";
    text += expectation(setting);
    if (!setting.otherwise) {
      text += "; must be given";
    } else if (setting.secret) {
      text += "; secret: never shown";
    } else {
      text += "; default: " + (setting.otherwise->empty() ? "empty" : *setting.otherwise);
    }
    text += "\n";
  }
  return text;
}

Values read_or_exit(const std::string& service, const std::vector<Setting>& settings, int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (std::ranges::find(arguments, "--help") != arguments.end()) {
    std::cout << help(service, settings);
    std::exit(0);
  }
  std::map<std::string, std::string> variables;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string pair{*one};
    const auto equals = pair.find('=');
    if (equals != std::string::npos) variables[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  auto values = read(service, settings, arguments, variables);
  if (values) return std::move(values).value();
  for (const auto& mistake : values.error()) std::cerr << service << ": " << mistake << "\n";
  std::cerr << service << ": not started; " << service << " --help lists every setting.\n";
  std::exit(2);
}

}  // namespace motcua::config
