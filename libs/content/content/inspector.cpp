#include <magic.h>

#include <mutex>
#include <stdexcept>
#include <string_view>

#include "content/archive.hpp"
#include "content/content.hpp"

namespace motcua::content {
namespace {

// Types are told by how files begin; none needs more.
constexpr std::size_t beginning = 64 * 1024;
// A PDF's end mark may be followed by a little; readers look this far (ISO 32000-1, annex H.3.18).
constexpr std::size_t pdf_end = 1024;

bool is_zip(std::string_view begins) { return begins.starts_with("PK\x03\x04") || begins.starts_with("PK\x05\x06"); }

std::string end_of(const core::File& file, std::size_t bytes) {
  return file.read(file.size() > bytes ? file.size() - bytes : 0, bytes);
}

bool is_whole_pdf(const core::File& file, std::string_view begins) {
  return begins.starts_with("%PDF-") && end_of(file, pdf_end).find("%%EOF") != std::string::npos;
}

// The last chunk of a PNG says so, and nothing comes after it.
bool is_whole_png(const core::File& file) {
  constexpr std::string_view last{"\0\0\0\0IEND\xae\x42\x60\x82", 12};
  return end_of(file, last.size()) == last;
}

// Cameras write things after the picture's end mark, so it is looked for in what comes last.
bool is_whole_jpeg(const core::File& file) {
  constexpr std::size_t after_the_picture = 64 * 1024;
  return end_of(file, after_the_picture).find("\xff\xd9") != std::string::npos;
}

bool is_whole(const core::File& file, std::string_view type, std::string_view begins) {
  if (type == "application/pdf") return is_whole_pdf(file, begins);
  if (type == "image/png") return is_whole_png(file);
  if (type == "image/jpeg") return is_whole_jpeg(file);
  return true;
}

}  // namespace

/// libmagic's state, which one thread at a time may use.
struct Inspector::Magic {
  Magic() : cookie{::magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR)} {
    if (cookie == nullptr) throw std::runtime_error{"libmagic does not open"};
    if (::magic_load(cookie, nullptr) != 0) {
      const std::string why = error();
      ::magic_close(cookie);
      throw std::runtime_error{"libmagic's database cannot be loaded: " + why};
    }
  }
  ~Magic() { ::magic_close(cookie); }
  Magic(const Magic&) = delete;
  Magic& operator=(const Magic&) = delete;

  std::string error() const {
    const char* words = ::magic_error(cookie);
    return words == nullptr ? "" : words;
  }
  std::string type_of(std::string_view begins) {
    const std::lock_guard lock{mutex};
    const char* type = ::magic_buffer(cookie, begins.data(), begins.size());
    return type == nullptr ? "application/octet-stream" : type;
  }

  magic_t cookie;
  std::mutex mutex;
};

Inspector::Inspector() : magic_{std::make_unique<Magic>()} {}
Inspector::~Inspector() = default;

Verdict Inspector::inspect(const core::File& file, const ArchiveLimits& limits) {
  const std::string begins = file.read(0, beginning);
  if (is_zip(begins)) return look_into_zip(file, limits);
  Verdict verdict{magic_->type_of(begins)};
  if (!is_whole(file, verdict.media_type, begins)) verdict.defect = Defect::broken;
  return verdict;
}

}  // namespace motcua::content
