#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "catalogue/forms.hpp"
#include "catalogue/papers.hpp"
#include "catalogue/procedures.hpp"
#include "catalogue/retention.hpp"
#include "catalogue/units.hpp"
#include "core/result.hpp"

namespace motcua::catalogue {

/// What one folder of catalogue files says: calendar.csv, calendar.json, units.csv, successors.csv, procedures.json,
/// forms.json, papers.json, retention.json. Immutable; a reload makes another one.
struct Catalogue {
  std::string version;  ///< first 12 hex digits of a digest over all files: what an answer or log line can name
  calendar::Calendar calendar;
  Units units;
  Procedures procedures;
  Forms forms;
  Papers papers;
  Retention retention;
};

/// One mistake in a catalogue file.
struct Mistake {
  std::string file;
  int line;  ///< from 1; 0 when it concerns the whole file
  std::string what;
};

/// `units.csv:12: what`, for a log line or a terminal.
std::string to_text(const Mistake& mistake);

/// Reads and checks every file; all mistakes at once. No validity overlaps; between versions of a procedure there is no
/// gap either.
core::Result<std::shared_ptr<const Catalogue>, std::vector<Mistake>> load(const std::string& folder);

/// Holds the catalogue in use. `current` is cheap and safe from any thread; what it returns stays valid while held.
class Source {
 public:
  /// Throws std::runtime_error that lists every mistake when the folder does not hold a correct catalogue.
  explicit Source(std::string folder);

  std::shared_ptr<const Catalogue> current() const;
  /// Reads the folder again. On any mistake the catalogue in use stays, and the mistakes are returned.
  std::vector<Mistake> reload();

 private:
  std::string folder_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Catalogue> current_;
};

}  // namespace motcua::catalogue
