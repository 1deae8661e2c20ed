#include "catalogue/papers.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace motcua::catalogue {

bool UploadType::has_extension(std::string_view lower) const {
  return std::find(extensions.begin(), extensions.end(), lower) != extensions.end();
}

const UploadType* UploadSet::find(std::string_view media_type) const {
  const auto found = std::find_if(types.begin(), types.end(),
                                  [media_type](const UploadType& one) { return one.media_type == media_type; });
  return found == types.end() ? nullptr : &*found;
}

Papers::Papers(std::vector<UploadSet> sets) : sets_{std::move(sets)} {
  const bool ascending = std::is_sorted(sets_.begin(), sets_.end(), [](const UploadSet& left, const UploadSet& right) {
    return left.valid_from < right.valid_from;
  });
  if (sets_.empty() || sets_.front().valid_from || !ascending)
    throw std::invalid_argument{"sets of types need one without a beginning, and the others after it"};
}

const UploadSet& Papers::on(core::Date day) const {
  const auto last = std::find_if(sets_.rbegin(), sets_.rend(),
                                 [day](const UploadSet& set) { return !set.valid_from || *set.valid_from <= day; });
  return *last;  // the first has no beginning
}

std::int64_t Papers::most_bytes() const {
  std::int64_t most = 0;
  for (const UploadSet& set : sets_) {
    for (const UploadType& type : set.types) most = std::max(most, type.most_bytes);
  }
  return most;
}

}  // namespace motcua::catalogue
