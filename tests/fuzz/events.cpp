#include "dossiers/contracts/events.hpp"

#include "targets.hpp"

namespace motcua::fuzz {

void events(std::string_view bytes) {
  namespace contracts = dossiers::contracts;
  const auto line = bytes.find('\n');
  const std::string_view type = bytes.substr(0, line);
  const auto event =
      contracts::parse(type, line == std::string_view::npos ? std::string_view{} : bytes.substr(line + 1));
  if (!event) {
    must(!event.error().empty() && event.error().size() < 200, "a reason that says nothing, or holds the data");
    return;
  }
  must(contracts::type_of(*event) == type, "an event of another type");
  const std::string written = contracts::write(*event);
  const auto again = contracts::parse(type, written);
  must(again && *again == *event && contracts::write(*again) == written, "another event once written and read again");
}

}  // namespace motcua::fuzz
