#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "blobs/blobs.hpp"
#include "config/config.hpp"
#include "dossiers/papers.hpp"
#include "dossiers/printing.hpp"
#include "paper/document.hpp"
#include "runtime/settings.hpp"

namespace motcua::dossiers {

/// Everything that this service can be told, with what it means: `--help` prints it.
std::vector<config::Setting> settings();

/// The checked values, in the types of the parts that they are for.
struct Settings {
  explicit Settings(const config::Values& values);

  runtime::CommonSettings common;
  std::string topic;
  int partitions;
  std::string lookup_key;         ///< secret; keys the digests of slip codes
  std::string identity_key_file;  ///< empty: nobody is searched for
  int searches_per_minute;        ///< of one subject
  int lookups_per_minute;
  int lookups_per_number;  ///< a minute
  std::chrono::days answers_kept;
  std::chrono::seconds notices_every;
  paper::Fonts fonts;
  Printing::Settings printing;
  int forms_per_minute;  ///< of one subject
  blobs::Settings contents;
  Papers::Settings papers;
  std::size_t papers_at_once;
};

}  // namespace motcua::dossiers
