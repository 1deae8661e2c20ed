#include "http/json.hpp"

#include <cmath>
#include <iterator>

namespace motcua::http {
namespace {

constexpr std::size_t deepest = 32;

// Counts what the parser has read, so that an error can say where without repeating what stands there.
class Counted {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Counted(const char* at, const char** furthest) : at_{at}, furthest_{furthest} {}
  reference operator*() const { return *at_; }
  Counted& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  Counted operator++(int) {
    Counted before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Counted& other) const { return at_ == other.at_; }
  bool operator!=(const Counted& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

// Builds the value itself and stops at the first thing that nlohmann would let through: a second key of the same name
// (it keeps the last, other readers the first), an integer that becomes a double, nesting that overflows the stack when
// copied.
class Builder {
 public:
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string& text) {
    if (!std::isfinite(value) || text.find_first_of(".eE") == std::string::npos) {
      return stop({"Số vượt quá 64 bit.", "A number is beyond 64 bits."});
    }
    return add(value);
  }
  bool string(std::string& text) { return has_nul(text) ? nul() : add(std::move(text)); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) { return open(nlohmann::json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (has_nul(name)) return nul();
    const auto [place, added] = open_.back()->get_ref<nlohmann::json::object_t&>().try_emplace(std::move(name));
    if (!added)
      return stop({"Một tên được ghi hai lần trong cùng một đối tượng.", "A name is given twice in one object."});
    member_ = &place->second;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
    // 406: a number that overflows a double
    if (error.id == 406) return stop({"Số vượt quá 64 bit.", "A number is beyond 64 bits."});
    return stop({"Không phải JSON hợp lệ (RFC 8259, UTF-8).", "Not well-formed JSON (RFC 8259, UTF-8)."});
  }

  nlohmann::json take() { return std::move(root_); }
  const Words& why() const { return why_; }

 private:
  static bool has_nul(const std::string& text) { return text.find('\0') != std::string::npos; }
  bool nul() { return stop({"Văn bản chứa ký tự U+0000.", "A text holds the character U+0000."}); }
  bool stop(Words why) {
    why_ = std::move(why);
    return false;
  }
  nlohmann::json& place(nlohmann::json value) {
    if (open_.empty()) return root_ = std::move(value);
    if (open_.back()->is_array()) return open_.back()->emplace_back(std::move(value));
    return *member_ = std::move(value);
  }
  bool add(nlohmann::json value) {
    place(std::move(value));
    return true;
  }
  bool open(nlohmann::json value) {
    if (open_.size() == deepest) return stop({"Lồng quá 32 tầng.", "Nested deeper than 32 levels."});
    open_.push_back(&place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  nlohmann::json root_;
  std::vector<nlohmann::json*> open_;  // stable: only the innermost one grows
  nlohmann::json* member_ = nullptr;
  Words why_;
};

}  // namespace

core::Result<nlohmann::json, Problem> parse_json(std::string_view body) {
  Builder builder;
  const char* const begin = body.data();
  const char* furthest = begin;
  if (nlohmann::json::sax_parse(Counted{begin, &furthest}, Counted{begin + body.size(), &furthest}, &builder))
    return builder.take();
  const std::string at = std::to_string(furthest - begin);
  const Words& why = builder.why();
  return Problem{.status = 400,
                 .code = "malformed",
                 .title = {"Yêu cầu không đọc được", "The request cannot be read"},
                 .errors = {{"", {why.vi + " Vị trí: byte " + at + ".", why.en + " At byte " + at + "."}}}};
}

nlohmann::json read_json(std::string_view text) { return nlohmann::json::parse(text); }

}  // namespace motcua::http
