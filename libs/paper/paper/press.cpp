#include "paper/press.hpp"

#include <stdexcept>
#include <utility>

#include "paper/text.hpp"

namespace motcua::paper {
namespace {

// What no form can do without.
constexpr std::string_view vietnamese =
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz0123456789.,:;-/()";

}  // namespace

Press::Press(Fonts fonts) : fonts_{std::move(fonts)} {
  Document trial{fonts_, Format::upright, ""};
  for (const auto& [face, file] :
       {std::pair{Face::regular, fonts_.regular}, {Face::bold, fonts_.bold}, {Face::italic, fonts_.italic}}) {
    if (!trial.has_all(vietnamese, face) || !trial.has_all(capitals(vietnamese), face))
      throw std::runtime_error{"the font " + file + " lacks letters of Vietnamese"};
  }
}

std::optional<Press::Turn> Press::turn() {
  if (waiting_.fetch_add(1) >= most_waiting) {
    waiting_.fetch_sub(1);
    return std::nullopt;
  }
  std::optional<Turn> mine{Turn{mutex_}};
  waiting_.fetch_sub(1);
  return mine;
}

std::string Press::print(const Turn&, Format format, const std::string& subject,
                         const std::function<void(Document&)>& draw) const {
  Document document{fonts_, format, subject};
  draw(document);
  return document.bytes();
}

}  // namespace motcua::paper
