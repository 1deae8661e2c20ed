#include "reporting/judge/histories.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "reporting/judge/recount.hpp"

namespace motcua::reporting::judge {
namespace {

class Author {
 public:
  Author(std::mt19937& random, const Histories& kind) : random_{random}, kind_{kind} {}

  void write_dossier(std::vector<Fact>& facts, int number) {
    const std::array<std::pair<const char*, const char*>, 4> procedures{
        {{"1.000001", "land"}, {"1.000002", "land"}, {"1.000003", "civil_status"}, {"1.000004", "business"}}};
    const auto& [procedure, field] = procedures[static_cast<std::size_t>(pick(0, 3))];
    record_ = RecordId{"d" + std::to_string(number)};
    if (kind_.subject == Subject::steps) record_ = id_of({record_, 1});
    about_ = {kind_.units[static_cast<std::size_t>(pick(0, static_cast<int>(kind_.units.size()) - 1))], procedure,
              "2020-1", field, static_cast<Channel>(pick(0, 2))};
    day_ = kind_.begin + std::chrono::days{pick(0, kind_.days)};
    learnt_ = day_;
    const std::size_t first = facts.size();
    write_life(facts);
    // Of steps none is corrected.
    if (kind_.subject == Subject::steps) return;
    std::size_t told = first + 1;
    for (int times = one_in(4) ? pick(1, 2) : 0; times > 0 && told <= facts.size(); --times)
      told = correct(facts, first, told);
  }

 private:
  void write_life(std::vector<Fact>& facts) {
    facts.push_back(on_a_trip(fact(Registered{"N-" + record_.str()})));
    if (one_in(12)) return facts.push_back(on_a_trip(later(Uncounted{})));
    if (one_in(15)) return facts.push_back(later(Withdrawn{false}));
    if (one_in(20)) return;
    facts.push_back(later(Accepted{}));
    std::optional<DueDay> due = due_in(pick(0, 15));
    std::get<Accepted>(facts.back().what).due = *due;
    facts.push_back(later(Uncounted{}));
    bool paused = false;
    for (int moves = one_in(2) ? pick(1, 5) : 0; moves > 0; --moves) {
      paused = one_in(4) ? paused : !paused;
      if (one_in(3)) {
        due = std::nullopt;
      } else if (!due || one_in(2)) {
        due = due_in(pick(-5, 20));
      }
      facts.push_back(on_a_trip(later(DueMoved{due, paused})));
    }
    if (one_in(4)) return;
    if (one_in(6)) return facts.push_back(later(Withdrawn{true}));
    facts.push_back(later(Resolved{Timeliness::early, told_supplements(), told_time()}));
    std::get<Resolved>(facts.back().what).timeliness = !due || day_ < due->due ? Timeliness::early
                                                       : day_ == due->due      ? Timeliness::on_time
                                                                               : Timeliness::overdue;
    facts.push_back(on_a_trip(later(Uncounted{})));
  }

  /// Somewhere in the life that begins at `first`, behind what is told up to `told`, all that was told until then turns
  /// out to be wrong. Gives where the life goes on.
  std::size_t correct(std::vector<Fact>& facts, std::size_t first, std::size_t told) {
    const auto at = static_cast<std::size_t>(pick(static_cast<int>(told), static_cast<int>(facts.size())));
    const std::vector<Fact> until{facts.begin() + static_cast<std::ptrdiff_t>(first),
                                  facts.begin() + static_cast<std::ptrdiff_t>(at)};
    Fact correction = until.back();
    correction.trip.reset();
    correction.learnt += std::chrono::days{one_in(2) ? pick(0, 30) : 0};
    correction.day = correction.learnt;
    Corrected right = course_of(as_it_stands(until));
    right.unit_before = correction.about.unit;
    right.trips_before = right.trips;
    const bool resolved = right.end && right.end->timeliness;
    const bool annulled = !resolved && one_in(4);
    if (annulled) {
      right = Corrected{.unit_before = right.unit_before, .trips_before = right.trips_before, .annulled = true};
      facts.resize(at);
    } else if (right.stretches.empty() || one_in(2)) {
      correction.about.unit = kind_.units[static_cast<std::size_t>(pick(0, static_cast<int>(kind_.units.size()) - 1))];
    } else {
      accept_anew(right);
    }
    correction.what = std::move(right);
    facts.insert(facts.begin() + static_cast<std::ptrdiff_t>(at), correction);
    for (std::size_t later = at + 1; later < facts.size(); ++later) {
      facts[later].about.unit = correction.about.unit;
      facts[later].learnt = std::max(facts[later].learnt, correction.learnt);
    }
    return annulled ? facts.size() + 1 : at + 1;
  }

  static Corrected course_of(const std::vector<Fact>& facts) {
    Corrected course{};
    for (const Fact& fact : facts) {
      if (fact.trip) course.trips.push_back({*fact.trip, fact.day});
      if (const auto* accepted = std::get_if<Accepted>(&fact.what))
        course.stretches.push_back({fact.day, accepted->due, false});
      if (const auto* moved = std::get_if<DueMoved>(&fact.what))
        course.stretches.push_back({fact.day, moved->due, moved->paused});
      if (const auto* resolved = std::get_if<Resolved>(&fact.what))
        course.end = Corrected::End{fact.day, resolved->timeliness, resolved->supplements, resolved->used};
      const auto* withdrawn = std::get_if<Withdrawn>(&fact.what);
      if (withdrawn != nullptr && withdrawn->after_acceptance) course.end = Corrected::End{fact.day, std::nullopt};
    }
    return course;
  }

  /// The acceptance some days earlier, other due dates, another timeliness.
  void accept_anew(Corrected& right) {
    right.stretches.front().day -= std::chrono::days{pick(0, 9)};
    day_ = right.stretches.front().day;
    for (auto& stretch : right.stretches) {
      if (stretch.due) stretch.due = due_in(pick(0, 30));
    }
    if (right.end && right.end->timeliness) right.end->timeliness = static_cast<Timeliness>(pick(0, 2));
    if (!right.trips.empty() && one_in(2)) right.trips.front().day -= std::chrono::days{pick(0, 9)};
  }

  // Only of dossiers: steps have nothing to say of these.
  std::optional<int> told_supplements() {
    if (kind_.subject == Subject::steps || one_in(4)) return std::nullopt;
    return one_in(2) ? 0 : pick(1, 3);
  }
  std::optional<TimeUsed> told_time() {
    if (kind_.subject == Subject::steps || one_in(5)) return std::nullopt;
    return TimeUsed{one_in(4) ? Unit::working_hours : Unit::working_days, pick(0, 12)};
  }
  Fact on_a_trip(Fact fact) {
    if (kind_.subject == Subject::dossiers && !one_in(3)) fact.trip = every_trip[static_cast<std::size_t>(pick(0, 3))];
    return fact;
  }
  Fact fact(decltype(Fact::what) what) const {
    return {record_, about_, day_, learnt_, std::move(what), kind_.subject};
  }
  Fact later(decltype(Fact::what) what) {
    day_ += std::chrono::days{pick(0, 8)};
    learnt_ = std::max(learnt_, day_ + std::chrono::days{one_in(3) ? pick(0, kind_.late_by) : 0});
    return fact(std::move(what));
  }
  DueDay due_in(int days) {
    const core::Date due = day_ + std::chrono::days{days};
    return one_in(4) ? DueDay{due, due} : to_the_end_of(due);
  }
  int pick(int least, int most) { return std::uniform_int_distribution<int>{least, most}(random_); }
  bool one_in(int many) { return pick(1, many) == 1; }

  std::mt19937& random_;
  const Histories& kind_;
  RecordId record_;
  About about_{};
  core::Date day_{};
  core::Date learnt_{};
};

}  // namespace

std::vector<Fact> random_history(std::mt19937& random, const Histories& kind, int dossiers) {
  std::vector<Fact> facts;
  Author author{random, kind};
  for (int number = 0; number < dossiers; ++number) author.write_dossier(facts, number);
  return facts;
}

std::vector<Fact> shuffled(std::mt19937& random, const std::vector<Fact>& facts) {
  std::map<RecordId, std::vector<Fact>> dossiers;
  std::vector<RecordId> turns;
  for (const Fact& fact : facts) {
    dossiers[fact.record].push_back(fact);
    turns.push_back(fact.record);
  }
  std::shuffle(turns.begin(), turns.end(), random);
  std::map<RecordId, std::size_t> next;
  std::vector<Fact> result;
  result.reserve(facts.size());
  for (const RecordId& record : turns) result.push_back(dossiers[record][next[record]++]);
  return result;
}

}  // namespace motcua::reporting::judge
