#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace motcua::core {

/// An open file, closed with it. What the system refuses is thrown as std::system_error. Reading says where, so several
/// threads may read one file; one alone may append.
class File {
 public:
  explicit File(int descriptor, std::uint64_t size = 0) : descriptor_{descriptor}, size_{size} {}
  ~File() { close(); }
  File(File&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)}, size_{other.size_} {}
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int descriptor() const { return descriptor_; }
  /// Bytes: those it was opened with and those appended since.
  std::uint64_t size() const { return size_; }

  void append(std::string_view bytes);
  /// Up to `most` bytes from there on; empty at the end.
  std::string read(std::uint64_t offset, std::size_t most) const;
  /// The whole of it, in order, a piece at a time; `take` says whether it wants more.
  void read_pieces(const std::function<bool(std::string_view)>& take) const;
  /// On disk when it returns.
  void sync() const;

 private:
  void close() noexcept;

  int descriptor_;
  std::uint64_t size_;
};

/// A file to write and read without a name: it is gone when it is closed, also when the process is killed.
File nameless_file(const std::string& folder);
/// Nothing when there is no such file.
std::optional<File> open_to_read(const std::string& path);

}  // namespace motcua::core
