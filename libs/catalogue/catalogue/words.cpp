#include "catalogue/reading.hpp"

// The enumerators' words, as the files and answers write them.
namespace motcua::catalogue {
namespace {

template <class Value, std::size_t count>
using Words = std::array<std::pair<std::string_view, Value>, count>;

constexpr Words<Knowledge, 3> knowledges{
    {{"verified", Knowledge::verified}, {"memory", Knowledge::memory}, {"invented", Knowledge::invented}}};
constexpr Words<SupplementEffect, 3> supplement_effects{{{"RESTART", SupplementEffect::restart},
                                                         {"PAUSE", SupplementEffect::pause},
                                                         {"NO_EFFECT", SupplementEffect::no_effect}}};
constexpr Words<FinancialStep, 2> financial_steps{{{"PAUSE", FinancialStep::pause}, {"COUNT", FinancialStep::count}}};
constexpr Words<PaperKind, 3> paper_kinds{
    {{"original", PaperKind::original}, {"copy", PaperKind::copy}, {"electronic", PaperKind::electronic}}};

template <class Value, std::size_t count>
std::string_view word_of(const Words<Value, count>& words, Value value) {
  for (const auto& [word, one] : words) {
    if (one == value) return word;
  }
  return "unknown";
}

}  // namespace

std::string_view to_text(Knowledge knowledge) { return word_of(knowledges, knowledge); }
std::string_view to_text(SupplementEffect effect) { return word_of(supplement_effects, effect); }
std::string_view to_text(FinancialStep step) { return word_of(financial_steps, step); }
std::string_view to_text(PaperKind kind) { return word_of(paper_kinds, kind); }

std::optional<Knowledge> reading::knowledge_named(std::string_view word) { return named(knowledges, word); }
std::optional<SupplementEffect> supplement_effect_named(std::string_view word) {
  return reading::named(supplement_effects, word);
}
std::optional<FinancialStep> financial_step_named(std::string_view word) {
  return reading::named(financial_steps, word);
}
std::optional<PaperKind> paper_kind_named(std::string_view word) { return reading::named(paper_kinds, word); }

}  // namespace motcua::catalogue
