#include "dossiers/import_line.hpp"

#include <algorithm>
#include <utility>

#include "dossiers/http/requests.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

/// Numbers and source ids go into history and to every reader of its events, where no personal data may stand. A number
/// has a letter: identity and phone numbers have none.
bool is_number_of_a_dossier(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_letter) && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '/' || c == '_';
         });
}
/// Neither blanks nor `@`: no names and no mail addresses.
bool is_source_id(std::string_view text) {
  return !resembles_a_citizens_number(text) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > ' ' && c < 0x7f && c != '@'; });
}

void check_identifiers(const ImportLine& line, http::Members& members) {
  if (!is_source_id(line.source_id)) {
    members.wrong(
        "source_id",
        {"là ký tự ASCII nhìn thấy được, không có khoảng trắng và @, không giống số định danh hay số điện thoại",
         "is visible ASCII characters without blanks and @, and not like an identity or phone number"});
  }
  if (line.number && !is_number_of_a_dossier(*line.number)) {
    members.wrong("number", {"gồm chữ không dấu, số và . - / _, có ít nhất một chữ",
                             "is letters, digits and . - / _ with at least one letter"});
  }
}

/// A moment needs the ones before it; the order of their times is for the rules.
void check_steps(const ImportLine& line, http::Members& members) {
  const auto needs = [&](bool given, const char* needed, bool there, const char* because) {
    if (given && !there) {
      members.wrong(needed,
                    {std::string{"bắt buộc phải có khi có "} + because, std::string{"is required with "} + because});
    }
  };
  needs(line.resolved_at.has_value(), "accepted_at", members.has("accepted_at"), "resolved_at");
  needs(line.resolved_at.has_value(), "outcome", members.has("outcome"), "resolved_at");
  needs(line.outcome.has_value(), "resolved_at", members.has("resolved_at"), "outcome");
  needs(line.returned_at.has_value(), "resolved_at", members.has("resolved_at"), "returned_at");
  if (line.withdrawn_at && line.resolved_at) {
    members.wrong("withdrawn_at",
                  {"hồ sơ đã có kết quả thì không rút được", "a dossier with a result is not withdrawn"});
  }
}

ImportLine line_from(http::Members& members) {
  ImportLine line;
  line.source_id = members.text("source_id", 128);
  line.number = members.optional_text("number", 64);
  line.procedure_code = members.text("procedure_code", 32);
  line.unit_code = members.text("unit_code", 32);
  line.channel = members.word("channel", channel_from, "direct, online, postal");
  line.applicant = read_applicant(members);
  line.components = read_components(members);
  const auto submitted_at = members.optional_moment("submitted_at");
  if (submitted_at) line.submitted_at = *submitted_at;
  if (!members.has("submitted_at")) members.wrong("submitted_at", {"bắt buộc phải có", "is required"});
  line.accepted_at = members.optional_moment("accepted_at");
  line.resolved_at = members.optional_moment("resolved_at");
  if (members.has("outcome")) line.outcome = members.word("outcome", outcome_from, "granted, refused");
  line.returned_at = members.optional_moment("returned_at");
  line.withdrawn_at = members.optional_moment("withdrawn_at");
  check_identifiers(line, members);
  check_steps(line, members);
  members.finish();
  return line;
}

}  // namespace

core::Result<ImportLine, BadLine> read_line(std::string_view text) {
  constexpr std::size_t longest = 64 * 1024;  // ten times what a hundred papers and two people need
  if (text.size() > longest) {
    return BadLine{std::nullopt, http::malformed({{"", {"dòng dài quá 64 KiB", "the line is longer than 64 KiB"}}})};
  }
  const auto value = http::parse_json(text);
  if (!value) return BadLine{std::nullopt, value.error()};
  std::vector<http::Fault> faults;
  http::Members members{*value, "", faults};
  ImportLine line = line_from(members);
  if (faults.empty()) return line;
  return BadLine{line.source_id.empty() ? std::nullopt : std::optional{line.source_id},
                 http::malformed(std::move(faults))};
}

}  // namespace motcua::dossiers
