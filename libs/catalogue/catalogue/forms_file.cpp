#include <algorithm>
#include <set>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

bool is_form_number(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<FormTitle> read_titles(const Entry& set) {
  std::vector<FormTitle> titles;
  std::set<Form> forms;
  std::set<std::string> numbers;
  const std::vector<Entry> listed = set.parts("forms", "", "form");
  set.need(!listed.empty(), "forms must list at least one");
  for (const Entry& one : listed) {
    one.only({"form", "number", "title"});
    const auto form = form_named(one.text("form"));
    const std::string number = one.text("number");
    one.need(form.has_value(),
             "form must be receipt, supplement-request, refusal, apology, stop-notice, control-slip or register");
    one.need(!form || forms.insert(*form).second, "is listed twice");
    one.need(is_form_number(number), "number must be two digits");
    one.need(numbers.insert(number).second, "the number is another form's");
    titles.push_back({form.value_or(Form::receipt), number, one.plain_text("title")});
  }
  return titles;
}

}  // namespace

std::optional<Forms> read_forms(std::string_view text, std::vector<Mistake>& mistakes) {
  Findings findings{"forms.json", mistakes};
  const auto file = Entry::of_file(text, findings);
  if (!file) return std::nullopt;
  file->only({"sets"});
  std::vector<FormSet> sets;
  const std::vector<Entry> listed = file->placed("", "sets").parts("sets", "set", "valid_from");
  file->need(!listed.empty(), "must hold a list sets with at least one");
  for (const Entry& entry : listed) {
    entry.only({"valid_from", "legal_basis", "authority", "office", "forms", "knowledge", "source"});
    FormSet set{{},
                entry.plain_text("legal_basis"),
                entry.plain_text("authority"),
                entry.plain_text("office"),
                read_titles(entry),
                entry.origin()};
    const auto validity = entry.validity();
    if (!validity) continue;
    set.valid_from = validity->from;
    if (sets.empty()) {
      entry.need(!set.valid_from, "the first set must have no beginning: every day's papers have a form");
    } else {
      entry.need(sets.back().valid_from < set.valid_from, "valid_from must ascend, or two sets hold at once");
    }
    sets.push_back(std::move(set));
  }
  if (findings.count() > 0) return std::nullopt;
  return Forms{std::move(sets)};
}

}  // namespace motcua::catalogue::reading
