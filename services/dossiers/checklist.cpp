#include "dossiers/checklist.hpp"

#include <algorithm>

namespace motcua::dossiers {
namespace {

bool serves(catalogue::PaperKind given, catalogue::PaperKind asked) {
  return given == asked || (given == catalogue::PaperKind::original && asked == catalogue::PaperKind::copy);
}

int copies_of(const std::vector<Paper>& papers, const catalogue::Component& component) {
  int copies = 0;
  for (const Paper& paper : papers) {
    if (paper.code == component.code && serves(paper.kind, component.kind)) copies += paper.copies;
  }
  return copies;
}

}  // namespace

Completeness compared(const catalogue::Procedure& procedure, const std::vector<Paper>& papers,
                      const std::map<std::string, bool>& answers) {
  Completeness result;
  const auto needed = [&](const catalogue::Component& component) {
    if (!component.when) return true;
    const auto answer = answers.find(*component.when);
    return answer != answers.end() && answer->second;
  };
  for (const catalogue::Component& component : procedure.components) {
    const int copies = copies_of(papers, component);
    if (needed(component) && copies < component.copies) result.lacking.push_back({&component, copies});
  }
  for (const catalogue::Question& question : procedure.questions) {
    if (!answers.contains(question.code)) result.unanswered.push_back(&question);
  }
  const auto note_unknown = [&](const std::string& code, const auto& known) {
    if (std::none_of(known.begin(), known.end(), [&](const auto& one) { return one.code == code; }))
      result.unknown.insert(code);
  };
  for (const Paper& paper : papers) note_unknown(paper.code, procedure.components);
  for (const auto& [code, answer] : answers) note_unknown(code, procedure.questions);
  return result;
}

}  // namespace motcua::dossiers
