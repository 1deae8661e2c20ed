#include <algorithm>
#include <exception>
#include <iostream>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "auth/auth.hpp"
#include "catalogue/catalogue.hpp"
#include "core/text.hpp"
#include "core/time.hpp"

namespace motcua {
namespace {

std::string usage() {
  return "motcua-token --catalogue FOLDER --keys FOLDER ROLE[,ROLE...] UNIT_CODE [--on YYYY-MM-DD]\n"
         "Prints a token signed with the development key, good for 12 hours.\n"
         "Roles: " +
         auth::role_names() +
         ".\n"
         "The unit is the one that has the code on that day (today when none is given), else the last that had it.\n";
}

/// Said to whoever called, with what to do; exit status 2.
struct WrongCall : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Order {
  std::string catalogue;
  std::string keys;
  std::optional<core::Date> on;
  std::vector<std::string> words;  ///< the roles and the code
};

Order read(const std::vector<std::string>& arguments) {
  Order order;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& argument = arguments[i];
    if (!argument.starts_with("--")) {
      order.words.push_back(argument);
      continue;
    }
    if (argument != "--catalogue" && argument != "--keys" && argument != "--on")
      throw WrongCall{argument + " is not known"};
    if (++i == arguments.size()) throw WrongCall{argument + " has no value"};
    if (argument == "--catalogue") order.catalogue = arguments[i];
    if (argument == "--keys") order.keys = arguments[i];
    if (argument == "--on") {
      order.on = core::parse_date(arguments[i]);
      if (!order.on) throw WrongCall{"\"" + arguments[i] + "\" is no day; give one as 2020-12-15"};
    }
  }
  if (order.words.size() != 2) throw WrongCall{"a role and a unit's code are needed, as: officer 307"};
  if (order.catalogue.empty() || order.keys.empty()) throw WrongCall{"--catalogue and --keys are needed"};
  return order;
}

std::set<auth::Role> roles_in(const std::string& list) {
  std::set<auth::Role> roles;
  for (const auto name : core::split(list, ',')) {
    const auto role = auth::role_named(name);
    if (!role) throw WrongCall{"\"" + std::string{name} + "\" is no role; there are " + auth::role_names()};
    roles.insert(*role);
  }
  return roles;
}

core::UnitId unit_with(const std::string& code, core::Date day, const std::string& folder) {
  const catalogue::Source source{folder};
  const auto current = source.current();
  const auto* unit = current->units.in_force_or_last(code, day);
  if (unit != nullptr) return unit->id;
  const bool later = std::ranges::any_of(current->units.all(), [&](const auto& one) { return one.code == code; });
  throw WrongCall{
      "no unit had the code \"" + code + "\" on " + core::format_date(day) + " or before" +
      (later ? "; one got it later: give --on with a later day" : "; the codes are in " + folder + "/units.csv")};
}

std::string token(const Order& order) {
  const auto now = core::system_now();
  const auto& code = order.words[1];
  auto who = order.words[0];
  std::ranges::replace(who, ',', '+');
  const auth::Actor actor{.issuer = "https://dev.motcua.local",
                          .subject = "dev-" + who + "-" + code,
                          .client = "dev-" + who,
                          .unit = unit_with(code, order.on.value_or(core::vietnam_date(now)), order.catalogue),
                          .roles = roles_in(order.words[0])};
  return auth::DevelopmentIssuer::in(order.keys).token(actor, "motcua", now, std::chrono::hours{12});
}

int run(const std::vector<std::string>& arguments) {
  if (std::ranges::find(arguments, "--help") != arguments.end()) {
    std::cout << usage();
    return 0;
  }
  try {
    std::cout << token(read(arguments)) << "\n";
    return 0;
  } catch (const WrongCall& wrong) {
    std::cerr << "motcua-token: " << wrong.what() << "\n" << usage();
    return 2;
  } catch (const std::exception& broken) {
    std::cerr << "motcua-token: " << broken.what() << "\n";
    return 1;
  }
}

}  // namespace
}  // namespace motcua

int main(int argc, char** argv) { return motcua::run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc)); }
