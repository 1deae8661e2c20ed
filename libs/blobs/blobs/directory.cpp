#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "blobs/stores.hpp"
#include "core/random.hpp"
#include "core/time.hpp"

namespace motcua::blobs {
namespace {

namespace fs = std::filesystem;

/// What the system refuses is told as a store that does not take: a full disk has room again later.
template <class Work>
auto asked(Work work) {
  try {
    return work();
  } catch (const std::system_error& refused) {
    throw Unavailable{std::string{"the papers' folder: "} + refused.what()};
  }
}

[[noreturn]] void refused(const std::string& what) { throw std::system_error{errno, std::generic_category(), what}; }

core::File folder_at(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) refused("cannot open a folder");
  return core::File{descriptor};
}

void make_folder(const std::string& path, const std::string& above) {
  constexpr mode_t owner_only = 0700;
  if (::mkdir(path.c_str(), owner_only) == 0) {
    folder_at(above).sync();
  } else if (errno != EEXIST) {
    refused("cannot make a folder");
  }
}

/// Taken away when it was not given its name.
class Temporary {
 public:
  explicit Temporary(std::string path) : path_{std::move(path)} {}
  ~Temporary() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  void fill(const core::File& content) const {
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) refused("cannot make a file");
    core::File file{descriptor};
    content.read_pieces([&](std::string_view piece) {
      file.append(piece);
      return true;
    });
    file.sync();
  }
  void become(const std::string& name) {
    if (::rename(path_.c_str(), name.c_str()) != 0) refused("cannot give a file its name");
    path_.clear();
  }

 private:
  std::string path_;
};

class Directory : public Store {
 public:
  explicit Directory(std::string path) : path_{std::move(path)}, incoming_{path_ + "/incoming"} {
    if (!fs::is_directory(path_)) throw std::runtime_error{"papers: there is no folder " + path_ + "; make it"};
    std::error_code ignored;  // a folder that takes nothing now is told with the first paper
    fs::create_directory(incoming_, ignored);
    forget_broken_off();
  }

  void put(const std::string& key, const core::File& content) override {
    check_key(key);
    asked([&] {
      make_folder(incoming_, path_);
      forget_broken_off();
      Temporary temporary{incoming_ + "/" + core::uuid7(core::system_now())};
      temporary.fill(content);
      make_folder(outer(key), path_);
      make_folder(inner(key), outer(key));
      temporary.become(file(key));
      folder_at(inner(key)).sync();
    });
  }

  std::optional<core::File> get(const std::string& key) override {
    check_key(key);
    return asked([&] { return core::open_to_read(file(key)); });
  }

  void remove(const std::string& key) override {
    check_key(key);
    asked([&] {
      if (::unlink(file(key).c_str()) == 0) {
        folder_at(inner(key)).sync();
      } else if (errno != ENOENT || !fs::is_directory(incoming_)) {
        refused("cannot remove a file");  // without that folder it is not the store that is looked into
      }
    });
  }

 private:
  std::string outer(const std::string& key) const { return path_ + "/" + key.substr(0, 2); }
  std::string inner(const std::string& key) const { return outer(key) + "/" + key.substr(2, 2); }
  std::string file(const std::string& key) const { return inner(key) + "/" + key; }

  // What a process that was killed had begun. Another instance may be at work there: only what is a day old goes.
  void forget_broken_off() const {
    std::error_code ignored;
    const auto old = fs::file_time_type::clock::now() - std::chrono::days{1};
    for (const auto& entry : fs::directory_iterator{incoming_, ignored}) {
      if (entry.last_write_time(ignored) < old) fs::remove(entry.path(), ignored);
    }
  }

  const std::string path_;
  const std::string incoming_;
};

}  // namespace

std::unique_ptr<Store> directory(const std::string& path) { return std::make_unique<Directory>(path); }

}  // namespace motcua::blobs
