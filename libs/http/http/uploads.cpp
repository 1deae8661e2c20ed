#include "http/uploads.hpp"

#include <utility>

namespace motcua::http {

/// One upload's: given back when nobody holds its file any more.
struct Uploads::Place {
  explicit Place(Uploads& all) : uploads{all} { uploads.gauge_.set(static_cast<double>(++uploads.under_way_)); }
  ~Place() { uploads.gauge_.set(static_cast<double>(--uploads.under_way_)); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  Uploads& uploads;
  core::File file{-1};
};

Uploads::Uploads(std::string folder, std::size_t most, metrics::Registry& metrics)
    : folder_{std::move(folder)},
      most_{most},
      gauge_{metrics.gauge("motcua_http_uploads", "Large bodies that are coming or being worked on.", {})} {}

std::shared_ptr<core::File> Uploads::begin() {
  auto place = std::make_shared<Place>(*this);
  if (under_way_ > most_) return nullptr;
  place->file = core::nameless_file(folder_);
  return {place, &place->file};
}

}  // namespace motcua::http
