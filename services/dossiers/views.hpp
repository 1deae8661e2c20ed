#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "dossiers/contracts/events.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/people.hpp"
#include "outbox/history.hpp"

/// Answers' bodies as JSON text: openapi.yaml is the contract. They are made here and not at the edge because an answer
/// is stored in the transaction of its command.
namespace motcua::dossiers::views {

enum class Shown { whole, masked };

/// A dossier as one sees it; `slip_code` is in the answer to its registration alone.
std::string dossier(const Dossier& dossier, const ApplicantDetails& people, Shown shown,
                    const catalogue::Catalogue& catalogue, const std::optional<std::string>& slip_code = std::nullopt);
/// The same, whole, with what officers typed about it.
std::string dossier(const Dossier& dossier, const ApplicantDetails& people, const Texts& texts,
                    const catalogue::Catalogue& catalogue);
/// A page: bodies of dossiers as `dossier` made them.
std::string page(std::span<const std::string> dossiers, const std::optional<std::string>& next);
/// `next` is the version to go on after.
std::string history(std::span<const outbox::HistoryRow> rows, std::optional<std::int64_t> next);
std::string deadline(const Dossier& dossier, const contracts::Accepted& derivation);
/// Status and dates only.
std::string look_up(const Dossier& dossier);

}  // namespace motcua::dossiers::views
