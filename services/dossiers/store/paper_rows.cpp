#include "dossiers/store/paper_rows.hpp"

#include <utility>

#include "core/random.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers::rows {
namespace {

constexpr std::int64_t most_papers = 1000;

const std::string columns =
    "id, dossier_id, blob, component, kind, media_type, size, name, checksum, salt, added_at, added_by, added_unit_id, "
    "withdrawn_at, withdrawn_by";
constexpr std::size_t column_number = 15;

template <class T>
T take(std::vector<store::Cell>& row, std::size_t at) {
  return store::FromCell<T>::of(std::move(row.at(at)));
}

PaperRow paper_in(std::vector<store::Cell>& row) {
  return {.id = take<PaperId>(row, 0),
          .dossier = take<DossierId>(row, 1),
          .blob = take<std::optional<std::string>>(row, 2),
          .component = take<std::optional<int>>(row, 3),
          .kind = static_cast<PaperKind>(take<int>(row, 4)),
          .media_type = take<std::string>(row, 5),
          .size = take<std::int64_t>(row, 6),
          .name = take<std::optional<std::string>>(row, 7),
          .checksum = take<std::optional<std::string>>(row, 8),
          .salt = take<std::optional<std::string>>(row, 9),
          .added_at = take<core::Instant>(row, 10),
          .added_by = take<std::string>(row, 11),
          .added_unit = take<core::UnitId>(row, 12),
          .withdrawn_at = take<std::optional<core::Instant>>(row, 13),
          .withdrawn_by = take<std::optional<std::string>>(row, 14)};
}

template <class... Values>
std::vector<PaperRow> papers_where(store::Transaction& tx, const std::string& condition, const Values&... values) {
  const std::vector<store::Value> bound{store::Value(values)...};
  std::vector<PaperRow> papers;
  std::string sql = "SELECT ";
  sql.append(columns).append(" FROM papers WHERE ").append(condition);
  for (auto& row : tx.rows(sql, bound, column_number)) papers.push_back(paper_in(row));
  return papers;
}

bool is_counted_on(store::Transaction& tx, const std::string& blob) {
  return tx.first<std::int64_t>("SELECT 1 FROM paper_blobs WHERE blob = :blob AND leaving = 0", blob).has_value();
}

bool has_paper(store::Transaction& tx, const DossierId& dossier, const std::string& blob) {
  return tx
      .first<std::int64_t>("SELECT 1 FROM papers WHERE dossier_id = :dossier AND blob = :blob LIMIT 1", dossier, blob)
      .has_value();
}

std::vector<BlobUnderWay> blobs_of(const std::vector<std::tuple<std::string, std::string, DossierId>>& rows) {
  std::vector<BlobUnderWay> blobs;
  blobs.reserve(rows.size());
  for (const auto& [attempt, blob, dossier] : rows) blobs.push_back({attempt, blob, dossier});
  return blobs;
}

}  // namespace

void insert(store::Transaction& tx, const PaperRow& paper) {
  tx.run("INSERT INTO papers (" + columns +
             ") VALUES (:id, :dossier, :blob, :component, :kind, :type, :size, :name, :checksum, :salt, :at, :by, "
             ":unit, :withdrawn, :withdrawer)",
         paper.id, paper.dossier, paper.blob, paper.component, static_cast<int>(paper.kind), paper.media_type,
         paper.size, paper.name, paper.checksum, paper.salt, paper.added_at, paper.added_by, paper.added_unit,
         paper.withdrawn_at, paper.withdrawn_by);
}

std::vector<PaperRow> papers_of(store::Transaction& tx, const DossierId& dossier) {
  return papers_where(tx, "dossier_id = :dossier ORDER BY id LIMIT :most", dossier, most_papers);
}

std::optional<PaperRow> paper_of(store::Transaction& tx, const DossierId& dossier, const PaperId& id) {
  auto found = papers_where(tx, "id = :id AND dossier_id = :dossier", id, dossier);
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<PaperRow> papers_with_content(store::Transaction& tx, const std::string& after, std::int64_t limit) {
  return papers_where(tx, "id > :after AND blob IS NOT NULL ORDER BY id LIMIT :most", after, limit);
}

std::int64_t count_of_kept_papers(store::Transaction& tx, const DossierId& dossier) {
  return std::get<0>(
      *tx.first<std::int64_t>("SELECT COUNT(*) FROM papers WHERE dossier_id = :dossier AND blob IS NOT NULL", dossier));
}

std::string blob_key(const DossierId& dossier, const std::string& checksum) {
  return store::sha256_hex(dossier.str() + "\n" + checksum);
}

bool expect_blob(store::Transaction& tx, const std::string& attempt, const std::string& blob, const DossierId& dossier,
                 core::Instant now) {
  if (tx.first<std::int64_t>("SELECT 1 FROM paper_blobs WHERE blob = :blob AND leaving = 1 LIMIT 1", blob))
    return false;
  tx.run(
      "INSERT INTO paper_blobs (attempt, blob, dossier_id, since, leaving) VALUES (:attempt, :blob, :dossier, :since, "
      "0)",
      attempt, blob, dossier, now);
  return true;
}

bool take_blob(store::Transaction& tx, const std::string& attempt) {
  return tx.run("DELETE FROM paper_blobs WHERE attempt = :attempt AND leaving = 0", attempt) == 1;
}

void let_go(store::Transaction& tx, const PaperRow& paper, core::Instant now) {
  tx.run("UPDATE papers SET blob = NULL, name = NULL, checksum = NULL, salt = NULL WHERE id = :id", paper.id);
  if (paper.blob) leave(tx, {core::uuid7(now), *paper.blob, paper.dossier}, now);
}

bool leave(store::Transaction& tx, const BlobUnderWay& blob, core::Instant now) {
  if (has_paper(tx, blob.dossier, blob.blob) || is_counted_on(tx, blob.blob)) return false;
  tx.run(
      "INSERT INTO paper_blobs (attempt, blob, dossier_id, since, leaving) VALUES (:attempt, :blob, :dossier, :since, "
      "1) ON CONFLICT (attempt) DO NOTHING",  // the same attempt may be leaving already
      blob.attempt, blob.blob, blob.dossier, now);
  return true;
}

std::int64_t let_go_of_papers(store::Transaction& tx, const DossierId& dossier, core::Instant now) {
  std::int64_t count = 0;
  // However many were uploaded and withdrawn: none keeps its name because others came first.
  while (true) {
    const auto some = papers_where(tx,
                                   "dossier_id = :dossier AND (blob IS NOT NULL OR name IS NOT NULL OR salt IS NOT "
                                   "NULL) ORDER BY id LIMIT :most",
                                   dossier, most_papers);
    if (some.empty()) break;
    for (const PaperRow& paper : some) {
      count += paper.blob ? 1 : 0;
      let_go(tx, paper, now);
    }
  }
  return count;
}

void mark_withdrawn(store::Transaction& tx, const PaperId& id, core::Instant at, const std::string& by) {
  tx.run("UPDATE papers SET withdrawn_at = :at, withdrawn_by = :by WHERE id = :id", at, by, id);
}

std::vector<BlobUnderWay> given_up_before(store::Transaction& tx, core::Instant then, std::int64_t limit) {
  return blobs_of(
      tx.query<std::string, std::string, DossierId>("SELECT attempt, blob, dossier_id FROM paper_blobs WHERE leaving = "
                                                    "0 AND since < :then ORDER BY since LIMIT :most",
                                                    then, limit));
}

std::vector<BlobUnderWay> leaving_blobs(store::Transaction& tx, std::int64_t limit) {
  return blobs_of(tx.query<std::string, std::string, DossierId>(
      "SELECT attempt, blob, dossier_id FROM paper_blobs WHERE leaving = 1 ORDER BY since LIMIT :most", limit));
}

bool is_under_way(store::Transaction& tx, const BlobUnderWay& blob, bool leaving) {
  return tx
      .first<std::int64_t>("SELECT 1 FROM paper_blobs WHERE attempt = :attempt AND leaving = :leaving", blob.attempt,
                           leaving ? 1 : 0)
      .has_value();
}

bool give_up(store::Transaction& tx, const BlobUnderWay& blob, core::Instant now) {
  return take_blob(tx, blob.attempt) && leave(tx, blob, now);
}

void put_back(store::Transaction& tx, const BlobUnderWay& blob, core::Instant now) {
  tx.run("UPDATE paper_blobs SET since = :now WHERE attempt = :attempt", now, blob.attempt);
}

void forget_blob(store::Transaction& tx, const BlobUnderWay& blob) {
  tx.run("DELETE FROM paper_blobs WHERE attempt = :attempt", blob.attempt);
}

}  // namespace motcua::dossiers::rows
