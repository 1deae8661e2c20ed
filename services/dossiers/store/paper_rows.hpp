#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// A paper as a file.
struct PaperRow {
  PaperId id;
  DossierId dossier;
  std::optional<std::string> blob;  ///< key of its content in the store; nothing: it was withdrawn or erased
  std::optional<int> component;
  PaperKind kind;
  std::string media_type;
  std::int64_t size;                    ///< bytes
  std::optional<std::string> name;      ///< of the file, as it came; may name people
  std::optional<std::string> checksum;  ///< SHA-256 of the content
  std::optional<std::string> salt;      ///< of the digest in history
  core::Instant added_at;
  std::string added_by;
  core::UnitId added_unit;
  std::optional<core::Instant> withdrawn_at{};
  std::optional<std::string> withdrawn_by{};
};

void insert(store::Transaction& tx, const PaperRow& paper);
/// At most 1,000, in the order in which they were added.
std::vector<PaperRow> papers_of(store::Transaction& tx, const DossierId& dossier);
std::optional<PaperRow> paper_of(store::Transaction& tx, const DossierId& dossier, const PaperId& id);
/// Papers that still have their content, after this one in the order of ids; for whoever checks them all.
std::vector<PaperRow> papers_with_content(store::Transaction& tx, const std::string& after, std::int64_t limit);
std::int64_t count_of_kept_papers(store::Transaction& tx, const DossierId& dossier);

// A content and its rows. Whoever asks or changes these holds the dossier's row (For::update): that is what keeps a
// content from being removed by one while another counts on it.

/// Where a content lies: of this dossier, with this SHA-256. The same content twice is one; of two dossiers it is two,
/// so that one can be erased without asking about the other.
std::string blob_key(const DossierId& dossier, const std::string& checksum);

/// A content under way.
struct BlobUnderWay {
  std::string attempt;
  std::string blob;
  DossierId dossier;
};
/// The content is to be removed, unless a paper of the dossier has it or one that is being stored counts on it. True
/// when it is.
bool leave(store::Transaction& tx, const BlobUnderWay& blob, core::Instant now);
/// A content is about to be stored. False while the same one is being removed: try later.
bool expect_blob(store::Transaction& tx, const std::string& attempt, const std::string& blob, const DossierId& dossier,
                 core::Instant now);
/// It is stored, and in this transaction a paper gets it. False when it was given up meanwhile: it is not there.
bool take_blob(store::Transaction& tx, const std::string& attempt);
/// Takes a paper's content, name, checksum and salt away. The content itself is removed afterwards, unless another
/// paper of the dossier has the same.
void let_go(store::Transaction& tx, const PaperRow& paper, core::Instant now);
/// The same for all papers of a dossier; returns how many had a content. For the erasure of a dossier's people: what
/// history tells of the papers stays, and with the salts gone it fits nothing any more.
std::int64_t let_go_of_papers(store::Transaction& tx, const DossierId& dossier, core::Instant now);
void mark_withdrawn(store::Transaction& tx, const PaperId& id, core::Instant at, const std::string& by);

/// Expected since before then, and no paper has come.
std::vector<BlobUnderWay> given_up_before(store::Transaction& tx, core::Instant then, std::int64_t limit);
/// To be removed from the store.
std::vector<BlobUnderWay> leaving_blobs(store::Transaction& tx, std::int64_t limit);
/// False when it is under way no more; then nothing is to be done.
bool is_under_way(store::Transaction& tx, const BlobUnderWay& blob, bool leaving);
/// No paper came of it: from now on it is leaving, unless something else counts on the same content. True when it is.
bool give_up(store::Transaction& tx, const BlobUnderWay& blob, core::Instant now);
/// It could not be removed now: others first.
void put_back(store::Transaction& tx, const BlobUnderWay& blob, core::Instant now);
void forget_blob(store::Transaction& tx, const BlobUnderWay& blob);

}  // namespace motcua::dossiers::rows
