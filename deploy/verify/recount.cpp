#include "verify/recount.hpp"

#include <chrono>
#include <set>
#include <span>
#include <vector>

#include "reporting/store/counts.hpp"
#include "reporting/store/tables.hpp"
#include "verify/ancestry.hpp"

namespace motcua::verify {
namespace {

using reporting::Counters;

std::string said_of(const Counters& stored, const Counters& counted) {
  std::string text;
  for (const reporting::Counter& counter : reporting::every_counter) {
    const std::int64_t is = stored.*counter.member;
    const std::int64_t should = counted.*counter.member;
    if (is == should) continue;
    text.append(text.empty() ? "" : ", ").append(counter.name).append(" is ").append(std::to_string(is));
    text.append(" and should be ").append(std::to_string(should));
  }
  return text;
}

using Kinds = std::map<int, Recount::Kind>;

/// One of the two tables, a day or a month of it at a time.
class Table {
 public:
  Table(store::Transaction& reporting, Check& check, const Kinds& kinds, std::string name, std::string time,
        std::string learnt)
      : reporting_{reporting},
        check_{check},
        kinds_{kinds},
        above_{units_above(reporting)},
        name_{std::move(name)},
        time_{std::move(time)},
        learnt_{std::move(learnt)} {}

  void compare(const std::map<std::int64_t, Recount::Changes>& times) {
    std::set<std::int64_t> all;
    for (const auto& [time, changes] : times) all.insert(time);
    for (const auto& [time] : reporting_.query<std::int64_t>("SELECT DISTINCT " + time_ + " FROM " + name_))
      all.insert(time);
    for (const std::int64_t time : all) {
      const auto found = times.find(time);
      compare(time, found == times.end() ? Rows{} : expected(found->second));
    }
  }
  std::int64_t rows() const { return rows_; }

 private:
  /// scope, unit, learnt, procedure, field, channel
  using Row = std::tuple<std::int64_t, std::string, std::int64_t, std::string, std::string, std::string>;
  using Rows = std::map<Row, Counters>;
  static constexpr std::size_t key_columns = std::tuple_size_v<Row>;

  // As the migration that made the tables says: 0 of the unit, 1 of the unit by procedure, 2 of the units under it by
  // procedure.
  Rows expected(const Recount::Changes& changes) const {
    Rows rows;
    for (const auto& [key, change] : changes) {
      const auto& [unit, procedure, field, channel] = kinds_.at(key.first);
      rows[{0, unit, key.second, "", "", channel}] += change;
      rows[{1, unit, key.second, procedure, field, channel}] += change;
      const auto above = above_.find(unit);
      if (above == above_.end()) continue;
      for (const std::string& ancestor : above->second)
        rows[{2, ancestor, key.second, procedure, field, channel}] += change;
    }
    return rows;
  }

  std::vector<std::vector<store::Cell>> rows_at(std::int64_t time) {
    std::string sql = "SELECT scope, unit_id, " + learnt_ + ", procedure_code, field, channel";
    for (const reporting::Counter& counter : reporting::every_counter) sql.append(", ").append(counter.name);
    sql += " FROM " + name_ + " WHERE " + time_ + " = :time";
    const store::Value at{time};
    return reporting_.rows(sql, {&at, 1}, key_columns + reporting::every_counter.size());
  }

  void compare(std::int64_t time, const Rows& expected) {
    Rows stored;
    for (auto& row : rows_at(time)) {
      using store::FromCell;
      const Row key{FromCell<std::int64_t>::of(std::move(row[0])), FromCell<std::string>::of(std::move(row[1])),
                    FromCell<std::int64_t>::of(std::move(row[2])), FromCell<std::string>::of(std::move(row[3])),
                    FromCell<std::string>::of(std::move(row[4])),  FromCell<std::string>::of(std::move(row[5]))};
      stored[key] = reporting::counters_in(std::span{row}.subspan(key_columns));
    }
    rows_ += static_cast<std::int64_t>(stored.size());
    for (const auto& [row, counters] : expected) {
      const auto found = stored.find(row);
      tell(time, row, found == stored.end() ? Counters{} : found->second, counters);
      if (found != stored.end()) stored.erase(found);
    }
    for (const auto& [row, counters] : stored) tell(time, row, counters, {});
  }

  void tell(std::int64_t time, const Row& row, const Counters& stored, const Counters& counted) {
    if (stored == counted) return;
    const auto& [scope, unit, learnt, procedure, field, channel] = row;
    check_.wrong(name_ + " " + written(time) + " learnt " + written(learnt) + ", scope " + std::to_string(scope) +
                     ", unit " + unit + (procedure.empty() ? "" : ", procedure " + procedure) + ", " + channel,
                 said_of(stored, counted));
  }

  std::string written(std::int64_t time) const {
    if (time_ == "day") return core::format_date(core::date_from(time));
    return core::format_date(core::Date{std::chrono::local_days{std::chrono::year{static_cast<int>(time / 12)} /
                                                                static_cast<int>(time % 12 + 1) / 1}})
        .substr(0, 7);
  }

  store::Transaction& reporting_;
  Check& check_;
  const Kinds& kinds_;
  Above above_;
  std::string name_;
  std::string time_;
  std::string learnt_;
  std::int64_t rows_ = 0;
};

}  // namespace

void Recount::add(const reporting::Span& span) {
  for (const reporting::Delta& delta : reporting::deltas(std::nullopt, span)) add(span.about, delta);
}

void Recount::add_trip(const reporting::Fact& fact) {
  for (const auto& [unit, delta] : reporting::trip_deltas(fact)) {
    reporting::About about = fact.about;
    about.unit = unit;
    add(about, delta);
  }
}

void Recount::add(const reporting::About& about, const reporting::Delta& delta) {
  const int kind =
      number_of({about.unit.str(), about.procedure, about.field, std::string{reporting::name_of(about.channel)}});
  days_[core::stored(delta.day)][{kind, core::stored(delta.learnt)}] += delta.change;
}

void Recount::compare(store::Transaction& reporting, Report& report) const {
  Check check{report, subject_ == reporting::Subject::dossiers ? "counts" : "step counts"};
  const reporting::Tables tables = reporting::tables_of(subject_);
  Table daily{reporting, check, kinds_, tables.daily, "day", "learnt"};
  daily.compare(days_);
  Table monthly{reporting, check, kinds_, tables.monthly, "day_month", "learnt_month"};
  monthly.compare(by_month());
  check.done(counted(daily.rows(), "daily row") + ", " + counted(monthly.rows(), "monthly row"));
}

int Recount::number_of(const Kind& kind) {
  const auto [found, fresh] = numbers_.try_emplace(kind, static_cast<int>(numbers_.size()));
  if (fresh) kinds_.emplace(found->second, kind);
  return found->second;
}

std::map<std::int64_t, Recount::Changes> Recount::by_month() const {
  std::map<std::int64_t, Changes> months;
  for (const auto& [day, changes] : days_) {
    Changes& month = months[month_of(day)];
    for (const auto& [key, change] : changes) month[{key.first, month_of(key.second)}] += change;
  }
  return months;
}

}  // namespace motcua::verify
