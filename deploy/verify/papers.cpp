#include "verify/papers.hpp"

#include <optional>
#include <string>

#include "dossiers/ledger.hpp"
#include "dossiers/people.hpp"
#include "dossiers/store/paper_rows.hpp"
#include "outbox/history.hpp"

namespace motcua::verify {
namespace {

namespace rows = dossiers::rows;
using rows::PaperRow;

constexpr std::int64_t papers_at_once = 200;

/// What history told of a paper.
std::optional<dossiers::PaperAdded> told_of(store::Transaction& tx, const PaperRow& paper) {
  for (const auto& row : outbox::history_of(tx, paper.dossier.str(), 0, dossiers::most_events)) {
    if (row.event.type != dossiers::contracts::PaperAdded::type) continue;
    const auto event = dossiers::from_history(row).event;
    const auto& added = std::get<dossiers::PaperAdded>(event);
    if (added.id == paper.id) return added;
  }
  return std::nullopt;
}

std::string wrong_with_row(store::Transaction& tx, const PaperRow& paper) {
  if (!paper.checksum || !paper.salt) return "has a content and no checksum";
  const auto told = told_of(tx, paper);
  if (!told) return "its history tells of no such paper";
  if (told->digest != dossiers::digest_of(*paper.checksum, *paper.salt))
    return "the checksum is not the one in history";
  if (told->size != paper.size || told->type != paper.media_type || told->kind != paper.kind ||
      told->component != paper.component)
    return "the row says something else than history";
  return "";
}

std::string wrong_with_content(blobs::Store& contents, const PaperRow& paper) {
  const auto content = contents.get(*paper.blob);
  if (!content) return "the content is missing";
  return blobs::digest_of(*content) == paper.checksum ? "" : "the content is damaged";
}

bool still_has_it(store::Database& dossiers, const PaperRow& paper) {
  return dossiers.in_read([&](store::Transaction& tx) {
    const auto now = rows::paper_of(tx, paper.dossier, paper.id);
    return now && now->blob == paper.blob;
  });
}

}  // namespace

void check_papers(store::Database& dossiers, blobs::Store& contents, Report& report) {
  Check check{report, "papers"};
  std::int64_t count = 0;
  for (std::string after;;) {
    const auto some =
        dossiers.in_read([&](store::Transaction& tx) { return rows::papers_with_content(tx, after, papers_at_once); });
    if (some.empty()) break;
    after = some.back().id.str();
    for (const PaperRow& paper : some) {
      std::string wrong = dossiers.in_read([&](store::Transaction& tx) { return wrong_with_row(tx, paper); });
      if (wrong.empty()) wrong = wrong_with_content(contents, paper);
      if (!wrong.empty() && still_has_it(dossiers, paper))
        check.wrong("record " + paper.dossier.str() + " paper " + paper.id.str(), wrong);
    }
    count += static_cast<std::int64_t>(some.size());
  }
  check.done(counted(count, "content"));
}

}  // namespace motcua::verify
