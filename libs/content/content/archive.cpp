#include "content/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "core/text.hpp"

namespace motcua::content {
namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr std::int64_t small = 1024 * 1024;  // what unpacks to less is no bomb, however well it packs

/// libarchive's reader over a file of ours, from which it reads what it wants when it wants it.
class Reader {
 public:
  explicit Reader(const core::File& file) : file_{file}, archive_{::archive_read_new()} {
    ::archive_read_support_format_zip_seekable(archive_);
    ::archive_read_set_callback_data(archive_, this);
    ::archive_read_set_read_callback(archive_, read);
    ::archive_read_set_seek_callback(archive_, seek);
    ::archive_read_set_skip_callback(archive_, skip);
  }
  ~Reader() { ::archive_read_free(archive_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  archive* get() const { return archive_; }

 private:
  // Nothing may be thrown through a library written in C: a file that cannot be read is a broken archive.
  static la_ssize_t read(archive*, void* self, const void** bytes) noexcept {
    auto& reader = *static_cast<Reader*>(self);
    try {
      reader.bytes_ = reader.file_.read(static_cast<std::uint64_t>(reader.at_), piece);
    } catch (...) {
      return ARCHIVE_FATAL;
    }
    reader.at_ += static_cast<la_int64_t>(reader.bytes_.size());
    *bytes = reader.bytes_.data();
    return static_cast<la_ssize_t>(reader.bytes_.size());
  }
  static la_int64_t seek(archive*, void* self, la_int64_t offset, int whence) noexcept {
    auto& reader = *static_cast<Reader*>(self);
    const auto size = static_cast<la_int64_t>(reader.file_.size());
    const la_int64_t base = whence == SEEK_CUR ? reader.at_ : whence == SEEK_END ? size : 0;
    reader.at_ = std::clamp<la_int64_t>(base + offset, 0, size);
    return reader.at_;
  }
  static la_int64_t skip(archive*, void* self, la_int64_t wanted) noexcept {
    auto& reader = *static_cast<Reader*>(self);
    const la_int64_t before = reader.at_;
    reader.at_ = std::min(before + std::max<la_int64_t>(wanted, 0), static_cast<la_int64_t>(reader.file_.size()));
    return reader.at_ - before;
  }

  const core::File& file_;
  archive* archive_;
  la_int64_t at_ = 0;
  std::string bytes_;
};

/// libarchive gives names in the thread's locale, and none for those that it has no letters for.
class Utf8Names {
 public:
  Utf8Names() : before_{::uselocale(locale())} {}
  ~Utf8Names() { ::uselocale(before_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  static locale_t locale() {
    static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (utf8 == nullptr) throw std::runtime_error{"the system has no locale C.UTF-8"};
    return utf8;
  }
  locale_t before_;
};

bool is_safe(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find(':') != std::string_view::npos)
    return false;
  const auto parts = core::split(name, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) { return part == ".."; });
}

bool begins_an_archive(std::string_view begins) {
  using namespace std::string_view_literals;
  constexpr std::array<std::string_view, 8> marks{
      "PK\x03\x04"sv, "PK\x05\x06"sv,      "Rar!\x1a"sv, "7z\xbc\xaf\x27\x1c"sv,
      "\x1f\x8b"sv,   "\xfd\x37zXZ\x00"sv, "BZh"sv,      "\x28\xb5\x2f\xfd"sv};
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return begins.starts_with(mark); });
}

/// What tells an office file from another archive.
struct Parts {
  bool content_types = false;
  bool word = false;
  bool sheet = false;
  std::string mimetype;  ///< of an OpenDocument file, its first entry's text

  std::string media_type() const {
    const std::string open = "application/vnd.openxmlformats-officedocument.";
    if (content_types && word) return open + "wordprocessingml.document";
    if (content_types && sheet) return open + "spreadsheetml.sheet";
    for (const char* kind : {"text", "spreadsheet"}) {
      if (mimetype == std::string{"application/vnd.oasis.opendocument."} + kind) return mimetype;
    }
    return "application/zip";
  }
};

class Look {
 public:
  Look(const core::File& file, const ArchiveLimits& limits) : file_{file}, limits_{limits} {}

  Verdict all() {
    const auto defect = through();
    return {parts_.media_type(), defect};
  }

 private:
  std::optional<Defect> through() {
    Reader reader{file_};
    if (::archive_read_open1(reader.get()) != ARCHIVE_OK) return Defect::broken;
    while (true) {
      archive_entry* entry = nullptr;
      const int outcome = ::archive_read_next_header(reader.get(), &entry);
      if (outcome == ARCHIVE_EOF) break;
      if (outcome < ARCHIVE_WARN) return Defect::broken;
      if (++entries_ > limits_.entries) return Defect::too_many_entries;
      if (auto defect = one(reader.get(), entry)) return defect;
    }
    return entries_ == 0 ? std::optional{Defect::broken} : std::nullopt;
  }

  std::optional<Defect> one(archive* archive, archive_entry* entry) {
    if (::archive_entry_is_encrypted(entry) != 0) return Defect::encrypted;
    const char* text = ::archive_entry_pathname(entry);
    const std::string name = text == nullptr ? "" : text;
    const auto kind = ::archive_entry_filetype(entry);
    if (!is_safe(name) || (kind != AE_IFREG && kind != AE_IFDIR)) return Defect::unsafe_name;
    parts_.content_types = parts_.content_types || name == "[Content_Types].xml";
    parts_.word = parts_.word || name == "word/document.xml";
    parts_.sheet = parts_.sheet || name == "xl/workbook.xml";
    return unpacked(archive, entries_ == 1 && name == "mimetype");
  }

  std::optional<Defect> unpacked(archive* archive, bool is_mimetype) {
    std::string begins;
    while (true) {
      const la_ssize_t count = ::archive_read_data(archive, buffer_.data(), buffer_.size());
      if (count == 0) break;
      if (count < 0) return Defect::broken;
      constexpr std::size_t mark = 100;
      if (begins.size() < mark) begins.append(buffer_.data(), std::min(mark, static_cast<std::size_t>(count)));
      if (begins_an_archive(begins)) return Defect::nested;
      bytes_ += count;
      if (bytes_ > limits_.unpacked_bytes) return Defect::unpacks_too_large;
      if (bytes_ > small && bytes_ / limits_.ratio > static_cast<std::int64_t>(file_.size()))
        return Defect::unpacks_too_well;
    }
    if (is_mimetype) parts_.mimetype = begins;
    return std::nullopt;
  }

  const core::File& file_;
  const ArchiveLimits limits_;
  Parts parts_;
  std::int64_t entries_ = 0;
  std::int64_t bytes_ = 0;
  std::vector<char> buffer_ = std::vector<char>(piece);
};

}  // namespace

Verdict look_into_zip(const core::File& file, const ArchiveLimits& limits) {
  const Utf8Names names;
  return Look{file, limits}.all();
}

}  // namespace motcua::content
