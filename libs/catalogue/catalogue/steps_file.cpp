#include <algorithm>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {

std::vector<Step> read_steps(const Entry& version, calendar::Mode mode,
                             const std::map<std::string, std::string>& agencies) {
  std::vector<Step> steps;
  const std::vector<Entry> listed = version.coded_parts("steps", "step");
  version.need(!version.is_list("steps") || listed.size() >= 2,
               "steps must be two at least: one agency alone has none");
  for (const Entry& one : listed) {
    one.only({"code", "name", "agency", "limit_working_days", "limit_hours", "limit_days", "counted", "knowledge",
              "source"});
    const std::string agency = one.text("agency");
    one.need(agencies.contains(agency), "unknown agency " + agency);
    steps.push_back({.code = one.text("code"),
                     .name = one.plain_text("name"),
                     .agency = agency,
                     .limit = read_limit(one, mode, 1),
                     .counted = one.flag("counted"),
                     .origin = one.origin()});
  }
  return steps;
}

void check_sum(const Entry& version, const std::vector<Step>& steps, const calendar::Allowance& limit) {
  calendar::Allowance sum{limit.mode, 0};
  for (const Step& step : steps) sum.amount += step.counted ? step.limit.amount : 0;
  const bool any = std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.counted; });
  version.need(any, "steps: none is counted");
  if (!any) return;
  version.need(steps.front().counted, "steps: the first one must be counted: the dossier's clock starts with it");
  version.need(!steps.front().counted || sum == limit, "steps: the counted ones add up to " +
                                                           std::to_string(in_units(sum)) + ", but the limit is " +
                                                           std::to_string(in_units(limit)));
}

}  // namespace motcua::catalogue::reading
