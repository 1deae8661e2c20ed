#pragma once

#include <string>
#include <variant>
#include <vector>

#include "catalogue/forms.hpp"
#include "core/time.hpp"

/// The papers of the one door: what they say (sheets and registers), and how it is laid out.
namespace motcua::dossiers::forms {

/// `Mã hồ sơ: H24…`
struct Field {
  std::string label;
  std::string value;
  bool operator==(const Field&) const = default;
};
struct Paragraph {
  std::string text;
  bool operator==(const Paragraph&) const = default;
};
struct Numbered {
  std::vector<std::string> items;
  bool operator==(const Numbered&) const = default;
};
/// What happened, a row each: who, what, when, until when, with what result.
struct Course {
  std::vector<std::vector<std::string>> rows;
  bool operator==(const Course&) const = default;
};
using Block = std::variant<Field, Paragraph, Numbered, Course>;

struct Signature {
  std::string who;
  std::string how;
  bool operator==(const Signature&) const = default;
};

/// What stands above every paper.
struct Head {
  std::string form_number;
  std::string title;
  std::string legal_basis;
  std::string authority;
  std::string unit;  ///< whose authority: kind and name
  std::string office;
  std::string place;
  core::Date day;
};

/// What a paper of one dossier says, before it is laid out.
struct Sheet {
  Head head;
  std::string number;
  std::string qr;  ///< number and look-up address, a line each: nothing about anybody
  std::vector<Block> blocks;
  std::vector<Signature> signatures;  ///< from left to right, one or two
};

/// A register of what a unit received in a period.
struct Register {
  Head head;
  core::Date from;
  core::Date to;
  std::vector<std::vector<std::string>> rows;
};

}  // namespace motcua::dossiers::forms
