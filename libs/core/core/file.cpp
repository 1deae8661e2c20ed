#include "core/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace motcua::core {
namespace {

constexpr std::size_t piece = 256 * 1024;

[[noreturn]] void refused(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

}  // namespace

File& File::operator=(File&& other) noexcept {
  if (this == &other) return *this;
  close();
  descriptor_ = std::exchange(other.descriptor_, -1);
  size_ = other.size_;
  return *this;
}

void File::close() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void File::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) refused("a file takes no more");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
}

std::string File::read(std::uint64_t offset, std::size_t most) const {
  std::string bytes(most, '\0');
  std::size_t have = 0;
  while (have < most) {
    const ssize_t count = ::pread(descriptor_, bytes.data() + have, most - have, static_cast<off_t>(offset + have));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refused("a file cannot be read");
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  bytes.resize(have);
  return bytes;
}

void File::read_pieces(const std::function<bool(std::string_view)>& take) const {
  for (std::uint64_t at = 0;;) {
    const std::string bytes = read(at, piece);
    if (bytes.empty() || !take(bytes)) return;
    at += bytes.size();
  }
}

void File::sync() const {
  if (::fsync(descriptor_) != 0) refused("a file is not known to be on disk");
}

File nameless_file(const std::string& folder) {
  const int nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (nameless >= 0) return File{nameless};
  // Not every file system has them; a name that is taken away at once is the next best.
  if (errno != EOPNOTSUPP && errno != EISDIR) refused("no file can be made in " + folder);
  std::string name = folder + "/nameless-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) refused("no file can be made in " + folder);
  ::unlink(name.c_str());
  return File{named};
}

std::optional<File> open_to_read(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0 && errno == ENOENT) return std::nullopt;
  if (descriptor < 0) refused("cannot open " + path);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) {
    ::close(descriptor);
    refused("cannot look at " + path);
  }
  return File{descriptor, static_cast<std::uint64_t>(about.st_size)};
}

}  // namespace motcua::core
