#include "reporting/render/publications.hpp"

#include <nlohmann/json.hpp>

#include "reporting/domain/rules.hpp"
#include "reporting/render/definitions.hpp"

namespace motcua::reporting {
namespace {

using json = nlohmann::ordered_json;

const http::Words meaning_of_facts{"facts: hồ sơ, bước xử lý và việc được biết sau ngày known_at đã công bố.",
                                   "facts: what was learnt after the known_at of the publication."};
const http::Words meaning_of_rules{
    "rules: cùng những gì đã biết khi đó nhưng tính theo quy tắc hoặc danh mục khác; khi quy tắc hoặc danh mục đã thay "
    "đổi, phần đến muộn (nếu có) được tính vào đây vì không tách riêng được.",
    "rules: the same knowledge counted by other rules or another catalogue; when these have changed, what arrived late "
    "cannot be told from it and is counted here."};
const http::Words meaning_of_arrived_late{
    "arrived_late: đã ghi nhận đến hết ngày known_at nhưng đến hệ thống báo cáo sau khi công bố.",
    "arrived_late: recorded by the end of known_at, but heard by reporting only after it had published."};

std::string_view name_of(FigureName::Line line) {
  switch (line) {
    case FigureName::Line::total: return "total";
    case FigureName::Line::row: return "row";
    case FigureName::Line::not_attributable: return not_attributable_key;
  }
  return "";
}

json view_of(const Publication& one) {
  const SettledQuestion& question = one.question;
  const Period& period = question.period;
  return {{"id", one.id},
          {"title", one.title.empty() ? json(nullptr) : json(one.title)},
          {"report", name_of(question.subject)},
          {"unit_id", question.unit.str()},
          {"period", {{"from", core::format_date(period.from)}, {"to", core::format_date(period.to)}}},
          {"as_of", core::format_date(period.as_of)},
          {"known_at", core::format_date(period.known_at)},
          {"by", question.by == By::nothing ? json(nullptr) : json(name_of(question.by))},
          {"attribution", name_of(question.attribution)},
          {"include", question.burden ? json("burden") : json(nullptr)},
          {"format", one.format},
          {"language", one.language},
          {"published_at", core::format_instant(one.published_at)},
          {"published_by", {{"subject", one.publisher}, {"unit_id", one.publisher_unit.str()}}},
          {"sequence", one.sequence},
          {"catalogue_version", one.catalogue_version},
          {"rules_version", one.rules_version},
          {"digest", one.body_digest}};
}

std::string escaped(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view{"-._~"}.find(c) != std::string_view::npos;
    if (plain) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result.append("%") += hex[byte >> 4U];
      result += hex[byte & 15U];
    }
  }
  return result;
}

/// Where the records behind a figure are listed; nothing when no list tells them.
json records_behind(const Publication& publication, const FigureName& name) {
  const SettledQuestion& question = publication.question;
  const bool listed = cell_named(question.subject, name.cell) && name.line != FigureName::Line::not_attributable;
  if (!listed) return nullptr;
  std::string address = "/v1/reports/" + std::string{reporting::name_of(question.subject)} + "/records";
  const auto add = [&address](std::string_view parameter, std::string_view value) {
    address.append(address.find('?') == std::string::npos ? "?" : "&");
    address.append(parameter).append("=").append(escaped(value));
  };
  add("cell", name.cell);
  add("unit", question.unit.str());
  add("from", core::format_date(question.period.from));
  add("to", core::format_date(question.period.to));
  add("as_of", core::format_date(question.period.as_of));
  add("attribution", reporting::name_of(question.attribution));
  if (name.line == FigureName::Line::row) {
    add("by", reporting::name_of(question.by));
    add("row", name.key);
  }
  const std::string now = address;
  add("known_at", core::format_date(question.period.known_at));
  return {{"then", address}, {"now", now}};
}

json view_of(const Restatement& restatement, const Restated& figure) {
  const FigureName& name = figure.name;
  json view{{"line", name_of(name.line)}};
  if (name.line != FigureName::Line::total) {
    const auto known = restatement.names.find({name.line, name.key});
    const bool is_known = known != restatement.names.end();
    view["key"] = name.key;
    view["code"] = is_known ? known->second.code : name.key;
    view["name"] = is_known ? known->second.name : name.key;
  }
  view["cell"] = name.cell;
  view["published"] = figure.published;
  view["now"] = figure.now;
  view["difference"] = figure.now - figure.published;
  view["causes"] = {
      {"facts", figure.causes.facts}, {"rules", figure.causes.rules}, {"arrived_late", figure.causes.arrived_late}};
  view["records"] = figure.causes.facts == 0 ? json(nullptr) : records_behind(restatement.publication, name);
  return view;
}

json changes_since(int published, http::Language language) {
  json changes = json::array();
  for (const RulesVersion& version : rules_since(published)) {
    changes.push_back({{"version", version.number},
                       {"since", version.since},
                       {"changed", language == http::Language::english ? version.en : version.vi}});
  }
  return changes;
}

}  // namespace

std::string json_of(const Publication& publication) { return view_of(publication).dump(); }

std::string json_of(const PublicationsPage& page) {
  json body{{"items", json::array()}};
  for (const Publication& one : page.items) body["items"].push_back(view_of(one));
  if (page.next) body["next"] = *page.next;
  return body.dump();
}

std::string json_of(const Restatement& restatement, http::Language language) {
  const Publication& publication = restatement.publication;
  json body{{"publication", view_of(publication)}, {"restated", !restatement.figures.empty()}};
  body["sequence"] = {{"published", publication.sequence}, {"now", restatement.sequence}};
  body["catalogue_version"] = {{"published", publication.catalogue_version}, {"now", restatement.catalogue_version}};
  body["rules_version"] = {{"published", publication.rules_version},
                           {"now", rules_version},
                           {"changes", changes_since(publication.rules_version, language)}};
  body["figures"] = json::array();
  for (const Restated& figure : restatement.figures) body["figures"].push_back(view_of(restatement, figure));
  body["definitions"] = {{"facts", in(language, meaning_of_facts)},
                         {"rules", in(language, meaning_of_rules)},
                         {"arrived_late", in(language, meaning_of_arrived_late)}};
  return body.dump();
}

}  // namespace motcua::reporting
