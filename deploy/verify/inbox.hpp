#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// What reporting must have applied, by its versions of records and by history.
class Applied {
 public:
  void count_record(std::int64_t version) {
    ++records_;
    events_ += version;
  }
  void count_unknown(std::int64_t version) { events_ += version; }
  void count_event(std::int64_t sequence);

  std::int64_t records() const { return records_; }
  std::int64_t events() const { return events_; }
  std::int64_t highest() const { return static_cast<std::int64_t>(sequences_.size()) - 1; }
  bool has(std::int64_t sequence) const;

 private:
  std::int64_t records_ = 0;
  std::int64_t events_ = 0;
  std::vector<bool> sequences_{false};  ///< by sequence; the last one is true, or there is none
};

/// What reporting says of how far it is, against what it has applied and set aside.
void check_inbox(store::Transaction& dossiers, store::Transaction& reporting, const std::string& topic,
                 const Applied& applied, Report& report);

}  // namespace motcua::verify
