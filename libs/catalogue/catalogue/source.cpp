#include <stdexcept>
#include <utility>

#include "catalogue/catalogue.hpp"

namespace motcua::catalogue {

Source::Source(std::string folder) : folder_{std::move(folder)} {
  auto loaded = load(folder_);
  if (loaded) {
    current_ = std::move(loaded).value();
    return;
  }
  std::string all = "the catalogue in " + folder_ + " has mistakes:";
  for (const Mistake& mistake : loaded.error()) all += "\n  " + to_text(mistake);
  throw std::runtime_error{all};
}

std::shared_ptr<const Catalogue> Source::current() const {
  const std::lock_guard lock{mutex_};
  return current_;
}

std::vector<Mistake> Source::reload() {
  auto loaded = load(folder_);  // outside the lock: readers never wait for a disk
  if (!loaded) return std::move(loaded).error();
  const std::lock_guard lock{mutex_};
  current_ = std::move(loaded).value();
  return {};
}

std::string to_text(const Mistake& mistake) {
  const std::string line = mistake.line > 0 ? ":" + std::to_string(mistake.line) : "";
  return mistake.file + line + ": " + mistake.what;
}

}  // namespace motcua::catalogue
