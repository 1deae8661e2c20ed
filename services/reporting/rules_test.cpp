// The definitions of the cells, held by what they make of fixed facts: golden/rules-N.txt is what version N says.
// Whoever changes a definition changes these figures, and has to raise the version, say what changed (domain/rules.hpp)
// and keep the new text beside the old ones. A new kind of event or a new cell is no change of what the old ones say:
// it comes with a version of its own all the same, so that nobody has to judge.
#include "reporting/domain/rules.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "dossiers/contracts/events.hpp"
#include "outbox/inbox.hpp"
#include "reporting/domain/restatement.hpp"
#include "reporting/domain/spans.hpp"
#include "reporting/projections/dossiers.hpp"

namespace motcua::reporting {
namespace {

namespace contracts = dossiers::contracts;
using std::chrono::days;

const core::Date begin = core::parse_date("2026-01-05").value();

/// One life a line: what happens so many days after the beginning, each learnt so many days late.
class Lives {
 public:
  std::vector<Fact> facts;

  void all() {
    for (const bool by_hours : {false, true}) {
      by_hours_ = by_hours;
      for (const int ends : {9, 10, 11}) {
        live({accepted(0, 10), resolved(ends, 0)});
        live({accepted(0, 10), waits(3), goes_on(8, 14), resolved(ends + 4, 2)});
        live({accepted(0, 10), moved(4, 7), withdrawn(ends, true)});
      }
      live({accepted(1, 10)});
      live({accepted(1, 10), waits(5)});
      live({accepted(1, 10), moved(12, 20)});
      live({accepted(1, 10), pauses(12, 10)});
      live({withdrawn(2, false)});
      live({{2, Uncounted{}, Trip::supplement}});
    }
  }

 private:
  struct Happening {
    int day;
    decltype(Fact::what) what;
    std::optional<Trip> trip{};
    int late = 0;
  };

  DueDay due(int day) const { return by_hours_ ? DueDay{at(day), at(day)} : to_the_end_of(at(day)); }
  static core::Date at(int day) { return begin + days{day}; }
  Happening accepted(int day, int due_on) const { return {day, Accepted{due(due_on)}}; }
  static Happening waits(int day) { return {day, DueMoved{std::nullopt, true}}; }
  Happening pauses(int day, int due_on) const { return {day, DueMoved{due(due_on), true}, {}, 3}; }
  Happening goes_on(int day, int due_on) const { return {day, DueMoved{due(due_on), false}, Trip::supplement}; }
  Happening moved(int day, int due_on) const { return {day, DueMoved{due(due_on), false}, {}, 5}; }
  static Happening withdrawn(int day, bool after) { return {day, Withdrawn{after}, {}, 1}; }
  Happening resolved(int day, int supplements) const {
    const Timeliness timeliness = day < 10 ? Timeliness::early : day == 10 ? Timeliness::on_time : Timeliness::overdue;
    const Unit unit = by_hours_ ? Unit::working_hours : Unit::working_days;
    return {day, Resolved{timeliness, supplements, TimeUsed{unit, day}}, Trip::collection, 2};
  }

  void live(std::vector<Happening> life) {
    for (const Channel channel : {Channel::direct, Channel::online, Channel::postal}) {
      const RecordId record{"r" + std::to_string(++lives_)};
      const About about{core::UnitId{"u1"}, "p", "1", "f", channel};
      const auto trip = channel == Channel::direct ? std::optional{Trip::submission} : std::nullopt;
      facts.push_back({record, about, begin, begin, Registered{"N"}, Subject::dossiers, trip});
      for (const Happening& one : life)
        facts.push_back({record, about, at(one.day), at(one.day + one.late), one.what, Subject::dossiers, one.trip});
    }
  }

  bool by_hours_ = false;
  int lives_ = 0;
};

/// All that facts change, added up in the plainest way.
class Sums {
 public:
  explicit Sums(const std::vector<Fact>& facts) {
    std::map<RecordId, Span> latest;
    for (const Fact& fact : facts) {
      for (const UnitDelta& trip : trip_deltas(fact)) deltas_.emplace_back(fact.about.channel, trip.delta);
      const auto known = latest.find(fact.record);
      const auto before = known == latest.end() ? std::nullopt : std::optional{known->second};
      const std::vector<Span> followed = follow(before, fact).value();
      for (const Span& after : followed) {
        const auto same = before && before->ordinal == after.ordinal ? before : std::nullopt;
        for (const Delta& delta : deltas(same, after)) deltas_.emplace_back(after.about.channel, delta);
        for (const Duration& took : durations(same, after)) durations_.push_back(took);
        latest[fact.record] = after;
      }
    }
  }

  ByChannel state(core::Date day, core::Date known) const {
    ByChannel sum{};
    for (const auto& [channel, delta] : deltas_) {
      if (delta.day <= day && delta.learnt <= known) of(sum, channel) += delta.change;
    }
    return sum;
  }
  std::map<Unit, Distribution> took(core::Date day, core::Date known) const {
    std::map<Unit, Distribution> all;
    for (const Duration& one : durations_) {
      if (one.day <= day && one.learnt <= known) ++all[one.used.unit][one.used.amount];
    }
    return all;
  }

 private:
  std::vector<std::pair<Channel, Delta>> deltas_;
  std::vector<Duration> durations_;
};

void write_figures(std::ostream& out, const Sums& sums, int from, int as_of, int known) {
  const auto at = [](int day) { return begin + days{day}; };
  out << "day " << from << " to " << as_of << ", known at " << known << "\n";
  const Cells cells = cells_between(sums.state(at(from - 1), at(known)), sums.state(at(as_of), at(known)));
  Figures figures;
  add_figures(figures, FigureName::Line::total, "", cells, Subject::dossiers, true);
  for (const auto& [name, value] : figures) out << "  " << name.cell << " " << value << "\n";
  out << "  on_time " << on_time_rate(cells).percent().value_or("-") << " completion "
      << completion_rate(cells).percent().value_or("-") << " first_time_right "
      << first_time_right_rate(cells).percent().value_or("-") << " supplements_per_dossier "
      << supplements_per_dossier(cells).value().value_or("-") << " trips_per_dossier "
      << trips_per_dossier(cells).value().value_or("-") << "\n";
  const Form06 form = form06(cells);
  out << "  form 06 " << form.received << " " << form.online << " " << form.direct_or_postal << " " << form.carried_over
      << " " << form.resolved << " " << form.early << " " << form.on_time << " " << form.overdue << " " << form.pending
      << " " << form.pending_in_time << " " << form.pending_overdue << "\n";
  for (const auto& [unit, distribution] : sums.took(at(as_of), at(known)))
    out << "  " << name_of(unit) << " median " << percentile(distribution, 50) << " p90 "
        << percentile(distribution, 90) << "\n";
}

struct Words {
  std::ostream& out;

  void operator()(const Registered&) { out << "registered"; }
  void operator()(const Accepted& what) { out << "accepted" << text_of(what.due); }
  void operator()(const StepBegun& what) { out << "step begun" << text_of(what.due); }
  void operator()(const DueMoved& what) {
    out << (what.paused ? "paused" : "runs") << (what.due ? text_of(*what.due) : " without due date");
  }
  void operator()(const Resolved& what) {
    out << "resolved, timeliness " << static_cast<int>(what.timeliness) << ", supplements "
        << what.supplements.value_or(-1) << ", used "
        << (what.used ? std::string{name_of(what.used->unit)} + " " + std::to_string(what.used->amount) : "-");
  }
  void operator()(const Withdrawn& what) {
    out << "withdrawn " << (what.after_acceptance ? "after" : "before") << " acceptance";
  }
  void operator()(const Corrected& what) {
    out << "corrected, of unit " << what.unit_before.str() << " with " << what.trips_before.size() << " trips";
    if (what.annulled) out << ", annulled";
    for (const auto& visit : what.trips) out << ", trip " << name_of(visit.trip) << " " << core::format_date(visit.day);
    for (const auto& stretch : what.stretches) {
      out << ", from " << core::format_date(stretch.day) << (stretch.paused ? " paused" : " runs")
          << (stretch.due ? text_of(*stretch.due) : " without due date");
    }
    if (!what.end) return;
    out << ", ended " << core::format_date(what.end->day) << ", timeliness "
        << (what.end->timeliness ? static_cast<int>(*what.end->timeliness) : 0);
  }
  void operator()(const Uncounted&) { out << "nothing that a cell counts"; }

  static std::string text_of(const DueDay& due) {
    return ", due " + core::format_date(due.due) + ", overdue from " + core::format_date(due.overdue_from);
  }
};

std::string contents_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The events that there were at version 1. What comes later is added with the version that it comes with.
constexpr std::array events{"acceptance_corrected",
                            "accepted",
                            "annulled",
                            "apologised",
                            "assigned",
                            "deadline_recounted",
                            "due_soon",
                            "handed_over",
                            "handover_received",
                            "not_accepted",
                            "overdue",
                            "paper_added",
                            "paper_withdrawn",
                            "payment_confirmed",
                            "payment_requested",
                            "people_erased",
                            "registered",
                            "reopened",
                            "resolved",
                            "returned",
                            "step_begun",
                            "step_ended",
                            "step_paused",
                            "step_recounted",
                            "step_resumed",
                            "stopped",
                            "supplement_received",
                            "supplement_requested",
                            "transferred",
                            "unit_corrected",
                            "withdrawn"};

void write_meaning(std::ostream& out, const std::string& name, const std::string& data) {
  const std::string type = "dossier." + name + ".v1";
  const auto at = [](const char* text) { return core::parse_instant(text).value(); };
  const Fact fact = fact_of({"motcua.dossiers.v1", "r", 1, 1, type, at("2026-01-05T23:30:00+07:00"),
                             at("2026-01-07T00:30:00+07:00"), data, ""});
  out << name << ": " << name_of(fact.subject) << " " << core::format_date(fact.day) << " learnt "
      << core::format_date(fact.learnt) << ", ";
  std::visit(Words{out}, fact.what);
  if (fact.trip) out << ", trip " << name_of(*fact.trip);
  out << "\n";
}

std::string golden_event(const std::string& name) {
  return contents_of(std::string{GOLDEN_FOLDER} + "/dossier." + name + ".v1.json");
}

std::string in_hours(std::string accepted) {
  const std::string_view days_counted = "\"mode\":\"DAY\"";
  return accepted.replace(accepted.find(days_counted), days_counted.size(), "\"mode\":\"HOUR\"");
}

std::string resolved_after(const char* mode, std::int64_t amount) {
  contracts::Resolved resolved{};
  resolved.about = {core::UnitId{"u1"}, {"p", "1", "f"}, "direct"};
  resolved.outcome = "granted";
  resolved.timeliness = "early";
  resolved.supplements = 2;
  resolved.used = contracts::Used{mode, amount};
  return contracts::write(resolved);
}

std::string text_of_the_rules() {
  std::ostringstream out;
  out << "What events say\n";
  for (const char* event : events) write_meaning(out, event, golden_event(event));
  write_meaning(out, "accepted", in_hours(golden_event("accepted")));
  for (const auto& [mode, amount] :
       {std::pair{"DAY", 3}, std::pair{"HOUR", 60}, std::pair{"HOUR", 61}, std::pair{"CALENDAR", 3}})
    write_meaning(out, "resolved", resolved_after(mode, amount));
  out << "\nWhat is counted\n";
  Lives lives;
  lives.all();
  const Sums sums{lives.facts};
  for (const auto& [from, as_of, known] :
       {std::tuple{0, 5, 5}, std::tuple{0, 9, 9}, std::tuple{0, 10, 10}, std::tuple{0, 10, 30}, std::tuple{0, 11, 30},
        std::tuple{0, 12, 12}, std::tuple{0, 30, 30}, std::tuple{8, 13, 13}, std::tuple{11, 30, 30}})
    write_figures(out, sums, from, as_of, known);
  return out.str();
}

std::string golden(int version) {
  return contents_of(std::string{RULES_FOLDER} + "/rules-" + std::to_string(version) + ".txt");
}

TEST(TheRules, SayWhatTheirVersionSays) {
  EXPECT_EQ(text_of_the_rules(), golden(rules_version))
      << "a definition has changed: add a version to domain/rules.hpp that says what, and its text to golden/";
}

TEST(TheRules, OfEachVersionAreKeptAndDiffer) {
  for (int version = 1; version <= rules_version; ++version) {
    EXPECT_FALSE(golden(version).empty()) << version;
    if (version > 1) {
      EXPECT_NE(golden(version), golden(version - 1)) << version;
    }
  }
  EXPECT_TRUE(golden(rules_version + 1).empty());
}

}  // namespace
}  // namespace motcua::reporting
