#include "dossiers/import_line.hpp"

#include <utility>

#include "dossiers/http/requests.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

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
  check_steps(line, members);
  members.finish();
  return line;
}

}  // namespace

core::Result<ImportLine, BadLine> read_line(std::string_view text) {
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
