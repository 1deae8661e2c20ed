#include "core/text.hpp"
#include "dossiers/cursor.hpp"
#include "dossiers/http/requests.hpp"
#include "http/target.hpp"
#include "reporting/http/requests.hpp"
#include "targets.hpp"

namespace motcua::fuzz {
namespace {

std::string escaped(std::string_view text) {
  std::string all;
  for (const char c : text) all += "%" + core::to_hex(std::string_view{&c, 1});
  return all;
}

// Every byte escaped: the most cautious client there can be.
std::string written(const http::Target& target) {
  std::string text;
  for (const std::string& segment : target.segments) text += "/" + escaped(segment);
  char mark = '?';
  for (const auto& [name, value] : target.query) {
    text += mark + escaped(name) + "=" + escaped(value);
    mark = '&';
  }
  return text;
}

void check_target(const http::Target& target) {
  must(!target.segments.empty() && target.query.size() <= 100, "a target without segments or with too much query");
  for (const std::string& segment : target.segments) {
    must(segment != "." && segment != "..", "a dot segment");
    must(core::is_utf8(segment) && !core::has_control_characters(segment), "a segment that was not checked");
  }
  for (const auto& [name, value] : target.query) {
    must(core::is_utf8(name) && core::is_utf8(value), "a query that is no UTF-8");
    must((name + value).find('\0') == std::string::npos, "NUL in a query");
  }
  const auto again = http::parse_target(written(target));
  must(again && again->segments == target.segments && again->query == target.query && again->path == target.path,
       "another target once written and read again");
}

void check_cursor(const std::string& text) {
  const dossiers::rows::Filter filter{.number = "a"};
  if (const auto position = dossiers::cursor::read(text, filter))
    must(dossiers::cursor::read(dossiers::cursor::write(*position, filter), filter) == position, "a cursor that moved");
}

}  // namespace

void queries(std::string_view bytes) {
  const auto target = http::parse_target(bytes);
  if (!target) return;
  check_target(*target);
  http::Request request{};
  request.path = target->path;
  request.query = target->query;
  if (const auto asked = dossiers::list_query_from(request)) {
    must(asked->limit >= 1 && asked->limit <= 200, "a page of another size than allowed");
    if (asked->cursor) check_cursor(*asked->cursor);
  }
  if (const auto asked = dossiers::register_query_from(request))
    must(!asked->unit.empty() && asked->from <= asked->to, "a register of no unit or of no days");
  for (const auto subject : {reporting::Subject::dossiers, reporting::Subject::steps}) {
    static_cast<void>(reporting::read_report(subject, request));
    if (const auto asked = reporting::read_records(subject, request))
      must(asked->limit >= 1 && asked->limit <= 200, "a page of another size than allowed");
  }
}

}  // namespace motcua::fuzz
