#include "reporting/http/publication_requests.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::reporting {
namespace {

/// A day that may be left out.
std::optional<core::Date> optional_date(http::Members& members, const char* name) {
  if (!members.has(name)) return std::nullopt;
  return members.date(name);
}

/// A word of a few that may be left out.
template <class Value, class Known>
Value optional_word(http::Members& members, const char* name, Known known, const char* words, Value otherwise) {
  return members.has(name) ? members.word(name, known, words) : otherwise;
}

std::string read_unit(http::Members& members) {
  std::string unit = members.text("unit", 32);
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  if (!std::all_of(unit.begin(), unit.end(), is_plain))
    members.wrong("unit", {"chỉ gồm chữ và số", "must be letters and digits"});
  return unit;
}

By read_by(http::Members& members, Subject subject) {
  const auto known = [subject](std::string_view word) -> std::optional<By> {
    const auto by = by_named(word);
    const By foreign = subject == Subject::dossiers ? By::agency : By::field;
    return by && *by != By::nothing && *by != foreign ? by : std::nullopt;
  };
  const char* words =
      subject == Subject::dossiers ? "unit, procedure, field, channel" : "unit, procedure, agency, channel";
  return optional_word<By>(members, "by", known, words, By::nothing);
}

std::optional<bool> burden_named(std::string_view word) {
  return word == "burden" ? std::optional{true} : std::nullopt;
}

std::optional<http::Language> language_named(std::string_view word) {
  if (word == "vi") return http::Language::vietnamese;
  if (word == "en") return http::Language::english;
  return std::nullopt;
}

/// In a row, as numbers are written: one blank, dot or hyphen between two digits parts nothing.
std::size_t most_digits_together(std::string_view text) {
  std::size_t most = 0;
  std::size_t digits = 0;
  bool parted = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      parted = false;
      most = std::max(most, ++digits);
    } else if (digits > 0 && !parted && (c == ' ' || c == '.' || c == '-')) {
      parted = true;
    } else {
      digits = 0;
      parted = false;
    }
  }
  return most;
}

/// A title is public and stays for ever: what looks like an identity or telephone number has no place in it.
std::optional<std::string> read_title(http::Members& members) {
  auto title = members.optional_text("title", 200);
  if (!title) return std::nullopt;
  if (most_digits_together(*title) >= 9)
    members.wrong("title", {"không được chứa số định danh cá nhân hoặc số điện thoại (từ 9 chữ số liền nhau)",
                            "must not hold an identity or telephone number (9 digits in a row or more)"});
  return title;
}

}  // namespace

core::Result<ToPublish, http::Problem> read_publication(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  http::Members members{*body, "", faults};
  ToPublish wanted;
  Question& question = wanted.question;
  question.subject = optional_word<Subject>(members, "report", subject_named, "dossiers, steps", Subject::dossiers);
  question.unit = read_unit(members);
  question.period = {members.date("from"), members.date("to"), optional_date(members, "as_of"),
                     optional_date(members, "known_at")};
  question.by = read_by(members, question.subject);
  question.attribution =
      optional_word<Attribution>(members, "attribution", attribution_named, "as_then, as_now", Attribution::as_then);
  const bool of_dossiers = question.subject == Subject::dossiers;
  // The burden and the form are of dossiers: of steps nobody knows these words.
  if (of_dossiers) question.burden = optional_word<bool>(members, "include", burden_named, "burden", false);
  const auto format = [of_dossiers](std::string_view word) {
    const auto named = format_named(word);
    return named == Format::form06 && !of_dossiers ? std::nullopt : named;
  };
  wanted.format =
      optional_word<Format>(members, "format", format, of_dossiers ? "json, csv, form06" : "json, csv", Format::json);
  wanted.language =
      optional_word<http::Language>(members, "language", language_named, "vi, en", http::Language::vietnamese);
  wanted.title = read_title(members);
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  // As in a report that is not published: the form's lines are fields unless something else is asked for.
  if (wanted.format == Format::form06 && question.by == By::nothing) question.by = By::field;
  return wanted;
}

core::Result<ListRequest, http::Problem> read_list(const http::Request& request) {
  http::Query query{request};
  ListRequest read{query.unit("unit"), query.text("cursor", 64),
                   static_cast<std::size_t>(query.number("limit", 1, 200).value_or(50))};
  if (read.before && !core::is_uuid(*read.before))
    query.wrong("cursor", {"không phải là `next` của một trang trước", "is no `next` of a page before"});
  if (const auto problem = query.problem()) return *problem;
  return read;
}

}  // namespace motcua::reporting
