#include "dossiers/cursor.hpp"

#include <charconv>

#include "core/text.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers::cursor {
namespace {

std::string digest_of(const rows::Filter& filter) {
  std::string text;
  const auto add = [&](const std::optional<std::string>& part) { text.append(part ? "=" + *part : "-").append("\n"); };
  const auto number = [&](const auto& part) {
    add(part ? std::optional{std::to_string(core::stored(*part))} : std::nullopt);
  };
  add(filter.status ? std::optional{std::string{name_of(*filter.status)}} : std::nullopt);
  add(filter.procedure);
  number(filter.due_before);
  // The day is another one after midnight, the question the same.
  if (filter.overdue_on) add(filter.unapologised ? "unapologised" : "overdue");
  if (filter.resolved_unapologised) add("resolved_unapologised");
  number(filter.received_from);
  number(filter.received_until);
  add(filter.number);
  add(filter.source_id);
  add(filter.units ? std::optional{std::string{}} : std::nullopt);
  if (filter.units) {
    for (const core::UnitId& unit : *filter.units) add(unit.str());
  }
  return store::sha256_hex(text).substr(0, 16);
}

}  // namespace

std::string write(const rows::Position& position, const rows::Filter& filter) {
  return core::base64url(digest_of(filter) + "|" + std::to_string(position.key) + "|" + position.id);
}

std::optional<rows::Position> read(std::string_view cursor, const rows::Filter& filter) {
  const auto text = core::from_base64url(cursor);
  if (!text) return std::nullopt;
  const auto parts = core::split(*text, '|');
  // Whoever made the cursor, only what an id is made of goes on to the database.
  if (parts.size() != 3 || parts[0] != digest_of(filter) || parts[2].empty() || parts[2].size() > 36 ||
      parts[2].find_first_not_of("0123456789abcdef-") != std::string_view::npos) {
    return std::nullopt;
  }
  rows::Position position{0, std::string{parts[2]}};
  const auto [end, error] = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), position.key);
  if (error != std::errc{} || end != parts[1].data() + parts[1].size()) return std::nullopt;
  return position;
}

}  // namespace motcua::dossiers::cursor
