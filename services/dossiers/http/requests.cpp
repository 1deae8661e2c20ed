#include "dossiers/http/requests.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/random.hpp"
#include "dossiers/http/documents.hpp"
#include "http/json.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

using http::Members;

PersonDetails read_person(Members& members) {
  PersonDetails person;
  person.name = members.text("name", 200);
  person.identity_number = members.optional_text("identity_number", 32);
  person.phone = members.optional_text("phone", 32);
  return person;
}

std::optional<StatedMoment> read_moment(Members& members) {
  const auto occurred_at = members.optional_moment("occurred_at");
  const auto reason = members.optional_text("occurred_reason", 2000);
  if (members.has("occurred_at") != members.has("occurred_reason")) {
    members.wrong(members.has("occurred_at") ? "occurred_reason" : "occurred_at",
                  {"occurred_at và occurred_reason phải đi cùng nhau", "occurred_at and occurred_reason go together"});
  }
  if (!occurred_at || !reason) return std::nullopt;
  return StatedMoment{*occurred_at, *reason};
}

std::vector<std::string> read_reasons(Members& members, bool needed) {
  auto reasons = members.texts("reasons", 20, 2000);
  if (needed && reasons.empty())
    members.wrong("reasons", {"phải nêu ít nhất một lý do", "must hold at least one reason"});
  return reasons;
}

// Goes into history and events, so it must look neither like a mail address nor like a citizen's number.
bool is_staff_id(std::string_view text) {
  return !resembles_a_citizens_number(text) && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  });
}

bool is_code(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '.'; });
}

std::string read_code(Members& members, const char* name) {
  auto code = members.text(name, 32);
  if (!is_code(code)) members.wrong(name, {"chỉ gồm chữ, số và dấu chấm", "must be letters, digits and dots"});
  return code;
}

/// What is ordered for one of many: `common` to all, but for the unit that a transfer goes to.
Order read_its_own(Members& item, const Order& common) {
  Order order = common;
  if (auto* transfer = std::get_if<TransferOrder>(&order)) transfer->unit_code = read_code(item, "unit_code");
  return order;
}

std::vector<Bulk::Item> read_items(Members& members, const Order& common) {
  std::vector<Bulk::Item> items;
  const nlohmann::json* given = members.array("dossiers", 200);
  if (given == nullptr || given->empty()) {
    if (!members.has("dossiers") || given != nullptr)
      members.wrong("dossiers", {"phải nêu ít nhất một hồ sơ", "must name at least one dossier"});
    return items;
  }
  std::vector<http::Fault> faults;
  std::set<std::string> seen;
  for (std::size_t at = 0; at < given->size(); ++at) {
    Members one{(*given)[at], members.pointer_to("dossiers/" + std::to_string(at)), faults};
    const std::string id = one.text("id", 36);
    if (!id.empty() && !core::is_uuid(id)) one.wrong("id", {"không phải là một UUID", "is not a UUID"});
    if (!id.empty() && !seen.insert(id).second) one.wrong("id", {"đã nêu ở trên", "stands above already"});
    const bool versioned = one.has("version");
    const auto version = one.number("version", 1, 1'000'000'000, 1);
    Order its_own = read_its_own(one, common);
    one.finish();
    items.push_back({DossierId{id}, versioned ? std::optional{version} : std::nullopt, std::move(its_own)});
  }
  members.add(std::move(faults));
  return items;
}

std::vector<Paper> read_papers(Members& members) {
  std::vector<Paper> papers;
  const nlohmann::json* given = members.array("components", 100);
  if (given == nullptr) return papers;
  std::vector<http::Fault> faults;
  for (std::size_t at = 0; at < given->size(); ++at) {
    Members one{(*given)[at], members.pointer_to("components/" + std::to_string(at)), faults};
    Paper paper{one.text("code", 64), one.word("kind", catalogue::paper_kind_named, "original, copy, electronic"),
                static_cast<int>(one.number("copies", 1, 100, 1))};
    one.finish();
    papers.push_back(std::move(paper));
  }
  members.add(std::move(faults));
  return papers;
}

std::map<std::string, bool> read_answers(Members& members) {
  std::map<std::string, bool> answers;
  const nlohmann::json* given = members.object("answers");
  if (given == nullptr) return answers;
  if (!given->is_object() || given->size() > 100) {
    members.wrong("answers", {"phải là một đối tượng có nhiều nhất 100 câu trả lời",
                              "must be an object with at most 100 answers"});
    return answers;
  }
  for (const auto& [code, answer] : given->items()) {
    if (!answer.is_boolean() || code.size() > 64) {
      members.wrong("answers", {"mỗi câu trả lời phải là true hoặc false", "each answer must be true or false"});
    } else {
      answers[code] = answer.get<bool>();
    }
  }
  return answers;
}

std::optional<std::string> read_officer(Members& members) {
  auto officer = members.optional_text("officer", 64);
  if (officer && !is_staff_id(*officer)) {
    members.wrong("officer", {"là mã cán bộ: chữ, số và . _ -, không phải số định danh hay số điện thoại",
                              "is a staff id: letters, digits and . _ -, not an identity or phone number"});
  }
  return officer;
}

std::optional<Channel> read_channel(Members& members) {
  if (!members.has("channel")) return std::nullopt;
  return members.word("channel", channel_from, "direct, online, postal");
}

std::optional<Late> late_from(std::string_view word) {
  if (word == "any") return Late::any;
  if (word == "unapologised") return Late::unapologised;
  if (word == "resolved_unapologised") return Late::resolved_unapologised;
  return std::nullopt;
}

// Far above any fee or tax; below it sums fit.
constexpr std::int64_t most_vnd = 1'000'000'000'000'000;

core::Instant read_needed_moment(Members& members, const char* name) {
  const auto moment = members.optional_moment(name);
  if (!members.has(name)) members.wrong(name, {"bắt buộc phải có", "is required"});
  return moment.value_or(core::Instant{});
}

/// A result that was given is nothing that an annulment could leave.
CorrectionWords read_correction(Members& members, bool may_have_result) {
  auto reasons = read_reasons(members, true);
  return {std::move(reasons), may_have_result && members.flag("result_stays")};
}

Order read_order(Members& members, std::string_view command) {
  if (command == "accept") return AcceptOrder{};
  if (command == "refuse") return RefuseOrder{read_reasons(members, true)};
  if (command == "return") return ReturnOrder{read_channel(members)};
  if (command == "withdraw") return WithdrawOrder{};
  if (command == "resolve") {
    const auto outcome = members.word("outcome", outcome_from, "granted, refused");
    return ResolveOrder{outcome, read_reasons(members, false)};
  }
  if (command == "request-supplement") {
    auto items = members.texts("items", 50, 2000);
    if (items.empty()) members.wrong("items", {"phải nêu ít nhất một thứ còn thiếu", "must name at least one thing"});
    return RequestSupplementOrder{std::move(items), members.optional_text("override_reason", 2000)};
  }
  if (command == "receive-supplement") return ReceiveSupplementOrder{read_channel(members)};
  if (command == "request-payment") {
    const auto amount = members.number("amount_vnd", 1, most_vnd);
    return RequestPaymentOrder{amount, members.text("basis", 2000)};
  }
  if (command == "confirm-payment") {
    auto receipt = members.text("receipt", 200);
    return ConfirmPaymentOrder{std::move(receipt), read_channel(members)};
  }
  if (command == "stop") return StopOrder{read_reasons(members, true)};
  if (command == "reopen") return ReopenOrder{read_reasons(members, true)};
  if (command == "apologise") {
    const auto promised = members.date("promised_date");
    return ApologiseOrder{promised, read_reasons(members, true)};
  }
  if (command == "receive-handover") return ReceiveHandoverOrder{};
  if (command == "transfer") return TransferOrder{"", read_document_number(members, "decision")};
  if (command == "erase-people") return ErasePeopleOrder{read_document_number(members, "decision")};
  if (command == "correct-acceptance") {
    const auto accepted_at = read_needed_moment(members, "accepted_at");
    return CorrectAcceptanceOrder{accepted_at, read_correction(members, true)};
  }
  if (command == "annul") {
    auto doubles = members.text("doubles", 64);
    return AnnulOrder{std::move(doubles), read_correction(members, false)};
  }
  auto unit = read_code(members, "unit_code");
  if (command == "correct-unit") return CorrectUnitOrder{std::move(unit), read_correction(members, true)};
  auto officer = read_officer(members);
  if (command == "hand-over") return HandOverOrder{std::move(unit), std::move(officer)};
  return AssignOrder{std::move(unit), std::move(officer)};
}

}  // namespace

ApplicantDetails read_applicant(Members& members) {
  ApplicantDetails applicant;
  const nlohmann::json* given = members.object("applicant");
  if (given == nullptr) {
    if (!members.has("applicant")) members.wrong("applicant", {"bắt buộc phải có", "is required"});
    return applicant;
  }
  std::vector<http::Fault> faults;
  Members inner{*given, members.pointer_to("applicant"), faults};
  applicant.kind = inner.word("kind", applicant_kind_from, "citizen, enterprise, household_business");
  applicant.person = read_person(inner);
  if (const nlohmann::json* other = inner.object("representative")) {
    Members theirs{*other, inner.pointer_to("representative"), faults};
    applicant.representative = read_person(theirs);
    theirs.finish();
  }
  inner.finish();
  members.add(std::move(faults));
  return applicant;
}

std::vector<NamedComponent> read_components(Members& members) {
  std::vector<NamedComponent> components;
  const nlohmann::json* given = members.array("components", 100);
  if (given == nullptr) return components;
  std::vector<http::Fault> faults;
  for (std::size_t at = 0; at < given->size(); ++at) {
    Members one{(*given)[at], members.pointer_to("components/" + std::to_string(at)), faults};
    NamedComponent component;
    component.name = one.text("name", 200);
    component.kind = one.word("kind", paper_kind_from, "original, copy, electronic");
    component.copies = static_cast<int>(one.number("copies", 1, 100, 1));
    one.finish();
    components.push_back(std::move(component));
  }
  members.add(std::move(faults));
  return components;
}

core::Result<Stated<Registration>, http::Problem> registration_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  Stated<Registration> result;
  result.asked.procedure_code = read_code(members, "procedure_code");
  result.asked.unit_code = read_code(members, "unit_code");
  result.asked.channel = members.word("channel", channel_from, "direct, online, postal");
  result.asked.applicant = read_applicant(members);
  result.asked.components = read_components(members);
  result.moment = read_moment(members);
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return result;
}

core::Result<Stated<Order>, http::Problem> order_from(const http::Request& request, std::string_view command) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  Order order = read_order(members, command);
  // When people were erased is known here and by nobody else.
  auto moment = std::holds_alternative<ErasePeopleOrder>(order) ? std::nullopt : read_moment(members);
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return Stated<Order>{std::move(order), std::move(moment)};
}

core::Result<Bulk, http::Problem> bulk_from(const http::Request& request, std::string_view command) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  const Order common = read_order(members, command);
  Bulk bulk{read_items(members, common), read_moment(members)};
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return bulk;
}

core::Result<LookUp, http::Problem> look_up_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  LookUp asked{members.text("number", 64), members.text("slip_code", 32)};
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return asked;
}

core::Result<SearchQuery, http::Problem> search_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  SearchQuery asked{members.text("identity_number", 32), members.number("limit", 1, 200, 50),
                    members.optional_text("cursor", 512)};
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return asked;
}

core::Result<PreviewQuery, http::Problem> preview_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  PreviewQuery asked{read_code(members, "procedure_code"), members.optional_moment("received_at")};
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return asked;
}

core::Result<CheckQuery, http::Problem> check_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  Members members{*body, "", faults};
  CheckQuery asked;
  asked.procedure_code = read_code(members, "procedure_code");
  if (members.has("on")) asked.on = members.date("on");
  asked.papers = read_papers(members);
  asked.answers = read_answers(members);
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return asked;
}

core::Result<ListQuery, http::Problem> list_query_from(const http::Request& request) {
  http::Query query{request};
  ListQuery asked;
  asked.unit = query.unit("unit");
  if (const auto word = query.text("status", 32)) {
    asked.status = status_from(*word);
    if (!asked.status) query.wrong("status", {"không phải là một trạng thái", "is not a status"});
  }
  asked.procedure = query.text("procedure", 32);
  asked.due_before = query.date("due_before");
  if (const auto word = query.text("overdue", 16)) {
    asked.overdue = late_from(*word);
    if (!asked.overdue)
      query.wrong("overdue", {"phải là any, unapologised hoặc resolved_unapologised",
                              "must be any, unapologised or resolved_unapologised"});
  }
  asked.received_from = query.date("received_from");
  asked.received_to = query.date("received_to");
  asked.number = query.text("number", 64);
  asked.source_id = query.text("source_id", 128);
  asked.limit = query.number("limit", 1, 200).value_or(asked.limit);
  asked.cursor = query.text("cursor", 512);
  if (auto problem = query.problem()) return std::move(*problem);
  return asked;
}

core::Result<RegisterQuery, http::Problem> register_query_from(const http::Request& request) {
  http::Query query{request};
  const auto unit = query.unit("unit");
  const auto from = query.date("from");
  const auto to = query.date("to");
  for (const std::string_view name : {"unit", "from", "to"}) query.need(name);
  if (from && to && *to < *from) query.wrong("to", {"không được trước from", "must not lie before from"});
  if (auto problem = query.problem()) return std::move(*problem);
  return RegisterQuery{unit.value_or(""), from.value_or(core::Date{}), to.value_or(core::Date{})};
}

}  // namespace motcua::dossiers
