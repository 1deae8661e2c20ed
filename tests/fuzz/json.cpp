#include "http/json.hpp"

#include "core/text.hpp"
#include "dossiers/http/requests.hpp"
#include "dossiers/import_line.hpp"
#include "targets.hpp"

namespace motcua::fuzz {
namespace {

void check_problem(const http::Problem& problem) {
  must(problem.status == 400, "a body that cannot be read is answered otherwise than 400");
  http::Request nobody{};
  nobody.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  const auto body = http::parse_json(http::answer(problem, nobody).body);
  must(body.ok(), "a problem that is no JSON that we would read");
}

std::size_t depth_of(const nlohmann::json& value) {
  std::size_t deepest = 0;
  if (value.is_structured()) {
    for (const auto& member : value) deepest = std::max(deepest, depth_of(member));
    ++deepest;
  }
  return deepest;
}

void check_text(const std::string& text, std::size_t longest) {
  must(core::is_utf8(text) && core::utf8_length(text) <= longest && !core::has_control_characters(text),
       "a text that was not checked");
}

void check_value(std::string_view bytes) {
  const auto value = http::parse_json(bytes);
  if (!value) return check_problem(value.error());
  must(depth_of(*value) <= 32, "deeper than 32 levels");
  must(*value == nlohmann::json::parse(bytes), "read otherwise than JSON is read elsewhere");
  const auto again = http::parse_json(value->dump());
  must(again && *again == *value, "another value once written and read again");
}

void check_registration(const http::Request& request) {
  const auto read = dossiers::registration_from(request);
  if (!read) return check_problem(read.error());
  check_text(read->asked.applicant.person.name, 200);
  must(!read->asked.applicant.person.name.empty() && read->asked.components.size() <= 100, "a registration half read");
}

void check_order(const http::Request& request) {
  for (const char* command : {"accept", "refuse", "assign", "resolve", "return", "withdraw"}) {
    const auto read = dossiers::order_from(request, command);
    must(read || read.error().status == 400, "an order that cannot be read is answered otherwise than 400");
  }
}

void check_bulk(const http::Request& request) {
  const auto read = dossiers::bulk_from(request, "transfer");
  if (!read) return check_problem(read.error());
  must(!read->items.empty() && read->items.size() <= 200, "a list that is none");
  for (const auto& item : read->items) {
    const auto& order = std::get<dossiers::TransferOrder>(item.order);
    must(!order.unit_code.empty() && order.decision.find('/') != std::string::npos, "a transfer half read");
  }
}

void check_line(std::string_view bytes) {
  const auto line = dossiers::read_line(bytes);
  if (!line) return check_problem(line.error().problem);
  check_text(line->source_id, 128);
  check_text(line->applicant.person.name, 200);
  must(!line->source_id.empty() && line->source_id.find('@') == std::string::npos, "a source id that was not checked");
}

}  // namespace

void json(std::string_view bytes) {
  check_value(bytes);
  http::Request request{};
  request.body = bytes;
  check_registration(request);
  check_order(request);
  check_bulk(request);
  if (const auto asked = dossiers::look_up_from(request)) check_text(asked->number, 64);
  check_line(bytes);
}

}  // namespace motcua::fuzz
