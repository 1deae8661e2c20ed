#include "reporting/domain/restatement.hpp"

#include <set>

namespace motcua::reporting {
namespace {

std::int64_t in(const Figures& figures, const FigureName& name) {
  const auto found = figures.find(name);
  return found == figures.end() ? 0 : found->second;
}

}  // namespace

void add_figures(Figures& figures, FigureName::Line line, const std::string& key, const Cells& cells, Subject subject,
                 bool burden) {
  const auto add = [&](std::string_view cell, std::int64_t value) {
    if (value != 0) figures[{line, key, std::string{cell}}] = value;
  };
  for (const Cell cell : burden ? cells_of(subject) : cells_without_burden()) add(name_of(cell), value_of(cells, cell));
  if (!burden) return;
  add("supplements.requests", cells.supplements);
  add("trips.total", cells.trips());
  add("trips.submission", cells.submission_trips);
  add("trips.supplement", cells.supplement_trips);
  add("trips.payment", cells.payment_trips);
  add("trips.collection", cells.collection_trips);
}

std::vector<Restated> restate(const Figures& published, const Figures& known_then, const Figures& now,
                              bool same_rules) {
  std::set<FigureName> names;
  for (const Figures* figures : {&published, &known_then, &now}) {
    for (const auto& [name, value] : *figures) names.insert(name);
  }
  std::vector<Restated> restated;
  for (const FigureName& name : names) {
    const std::int64_t then = in(known_then, name);
    const std::int64_t of_old = then - in(published, name);
    Restated one{name, in(published, name), in(now, name), {in(now, name) - then, 0, 0}};
    (same_rules ? one.causes.arrived_late : one.causes.rules) = of_old;
    if (one.causes != Causes{}) restated.push_back(std::move(one));
  }
  return restated;
}

}  // namespace motcua::reporting
