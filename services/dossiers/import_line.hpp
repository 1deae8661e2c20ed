#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "dossiers/people.hpp"
#include "http/message.hpp"

namespace motcua::dossiers {

/// One dossier of years past, with the moments it has reached; those not reached are left out.
struct ImportLine {
  std::string source_id;
  std::optional<std::string> number;  ///< kept word for word
  std::string procedure_code;
  std::string unit_code;
  Channel channel = Channel::direct;
  ApplicantDetails applicant;
  std::vector<NamedComponent> components;
  core::Instant submitted_at;
  std::optional<core::Instant> accepted_at;
  std::optional<core::Instant> resolved_at;
  std::optional<Outcome> outcome;
  std::optional<core::Instant> returned_at;
  std::optional<core::Instant> withdrawn_at;
};

/// A line that cannot be read; its source_id when that much could be.
struct BadLine {
  std::optional<std::string> source_id;
  http::Problem problem;
};

/// Strict: unknown members, wrong types, days that do not exist, moments that lack the ones before them. Every fault at
/// once.
core::Result<ImportLine, BadLine> read_line(std::string_view text);

}  // namespace motcua::dossiers
