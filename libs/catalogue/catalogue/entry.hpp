#pragma once

#include <map>
#include <memory>

#include "catalogue/reading.hpp"

namespace motcua::catalogue::reading {

/// One object of a JSON file and where it stands. Each question is answered with something usable and, when the file is
/// wrong there, adds a mistake: what was read counts only when there is none. The text and the findings outlive it.
class Entry {
 public:
  /// The object that a file holds; nothing when the text is not sound JSON, which is told.
  static std::optional<Entry> of_file(std::string_view text, Findings& findings);

  void tell(const std::string& what) const;
  void need(bool holds, const std::string& what) const;
  /// Any other key is a mistake.
  void only(const std::vector<std::string_view>& keys) const;
  bool has(std::string_view key) const;
  bool is_true(const char* key) const;
  bool is_list(const char* key) const;
  bool is_object(const char* key) const;
  /// Told in this file so far.
  int mistakes() const { return findings_.count(); }

  /// Empty when it is no text or not there.
  std::string text(const char* key) const;
  std::string plain_text(const char* key) const;
  bool flag(const char* key) const;
  std::int64_t number(const char* key, std::int64_t least, std::int64_t most) const;
  std::optional<int> number_or_null(const char* key, int least, int most) const;
  std::optional<std::chrono::minutes> time_or_null(const char* key) const;
  Origin origin() const;
  /// Of `valid_from` and `valid_to`; null or left out is an open end.
  std::optional<Validity> validity() const;

  template <class Value>
  Value word(const char* key, std::optional<Value> (*named)(std::string_view), const std::string& words) const {
    const auto value = named(text(key));
    need(value.has_value(), std::string{key}.append(" must be ").append(words));
    return value.value_or(Value{});
  }

  /// The object under this key.
  Entry part(const char* key) const;
  /// The objects of the list under this key, none when there is no list. Each is `called` so, with its own `name`.
  std::vector<Entry> parts(const char* key, const std::string& called, const char* name) const;
  /// The same, called by their codes, which are checked: answers, events and conditions name a part by its code.
  std::vector<Entry> coded_parts(const char* key, const std::string& called) const;
  /// The texts of a list; what is no text is a mistake and left out.
  std::vector<std::string> words(const char* key) const;
  /// The texts of an object whose keys are free.
  std::map<std::string, std::string> texts(const char* key) const;
  /// The same, named `where` before what is wrong, at the line of the first `word` in the file: JSON keeps no lines.
  Entry placed(std::string where, const std::string& word) const;

 private:
  struct Json;  // the library's objects, known to entry.cpp alone

  Entry(std::shared_ptr<const Json> object, std::string where, int line, std::string_view text, Findings& findings);
  Entry within(std::shared_ptr<const Json> object, const std::string& part) const;
  std::string date(const char* key) const;

  std::shared_ptr<const Json> json_;
  std::string where_;
  int line_;
  std::string_view text_;
  Findings& findings_;
};

// The parts of a version, and what holds where a version says nothing.
std::vector<DefaultSwitches> read_default_switches(const Entry& file);
std::optional<OwnSwitches> read_own_switches(const Entry& version);
std::optional<calendar::Mode> read_mode(const Entry& version);
/// Of a version or a step: in the unit of the mode and no other.
calendar::Allowance read_limit(const Entry& entry, calendar::Mode mode, int least);
std::vector<Step> read_steps(const Entry& version, calendar::Mode mode,
                             const std::map<std::string, std::string>& agencies);
/// The limits of the counted steps make up the version's.
void check_sum(const Entry& version, const std::vector<Step>& steps, const calendar::Allowance& limit);
std::vector<Fee> read_fees(const Entry& version);
std::vector<Question> read_questions(const Entry& version);
std::vector<Component> read_components(const Entry& version, const std::vector<Question>& questions);

}  // namespace motcua::catalogue::reading
