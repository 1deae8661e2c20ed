#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/file.hpp"

namespace motcua::content {

/// How far an archive is unpacked to look at it: never to disk, and no further than here.
struct ArchiveLimits {
  std::int64_t entries;
  std::int64_t unpacked_bytes;  ///< of all entries together
  std::int64_t ratio;           ///< unpacked to packed, of the whole; below 1 MiB unpacked it is not asked
};

/// Why a file of a known type is not taken.
enum class Defect {
  broken,            ///< does not end as its type ends, or its archive cannot be read
  encrypted,         ///< an archive that nobody can look into
  too_many_entries,  ///< of an archive, as the next two
  unpacks_too_large,
  unpacks_too_well,  ///< above the ratio: what a zip bomb does
  unsafe_name,       ///< an entry would leave its folder, or is a link
  nested,            ///< an archive in the archive
};

/// What the bytes are.
struct Verdict {
  std::string media_type;  ///< `application/octet-stream` when nobody knows them
  std::optional<Defect> defect{};
};

/// Tells files' types by their bytes alone: no name and no word of the sender is asked. PDF, JPEG, PNG and TIFF by
/// libmagic; ZIP, and DOCX, XLSX, ODT and ODS, which are archives of a certain content, by their entries. Others get
/// libmagic's word. It does not look for viruses. Thread-safe.
class Inspector {
 public:
  /// Throws std::runtime_error when libmagic's database cannot be loaded.
  Inspector();
  ~Inspector();

  Verdict inspect(const core::File& file, const ArchiveLimits& limits);

 private:
  struct Magic;
  std::unique_ptr<Magic> magic_;
};

}  // namespace motcua::content
