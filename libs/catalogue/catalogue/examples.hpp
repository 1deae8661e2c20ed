#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/catalogue.hpp"

/// For tests: the real folder, and small ones that are correct until a test spoils a file.
namespace motcua::catalogue::examples {

inline core::Date on(std::string_view date) {
  const auto parsed = core::parse_date(date);
  if (!parsed) throw std::invalid_argument{std::string{date}};
  return *parsed;
}

inline const Catalogue& real() {
  static const auto loaded = load(MOTCUA_CATALOGUE_FOLDER);
  if (!loaded) throw std::runtime_error{"the catalogue in deploy/ has mistakes: " + to_text(loaded.error().front())};
  return *loaded.value();
}

/// A temporary folder with a correct little catalogue: a city, a district until 2025-07-01, wards before and after, a
/// linked procedure, two sets of forms, two of types of papers.
class SmallFolder {
 public:
  SmallFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "catalogue-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
    write("calendar.csv", "date,kind,reason,source\n2025-04-26,makeup,worked,verified\n2025-05-02,swap,off,verified\n");
    write("calendar.json",
          "{\"version\": \"small\", \"first_day\": \"2020-01-01\", \"last_day\": \"2025-12-31\",\n"
          " \"weekly_rest\": [{\"valid_from\": \"2020-01-01\", \"days\": [\"saturday\", \"sunday\"]}],\n"
          " \"sessions\": [{\"valid_from\": \"2020-01-01\", \"sessions\": [\n"
          "  {\"opens\": \"08:00\", \"closes\": \"12:00\"},\n"
          "  {\"opens\": \"13:00\", \"closes\": \"17:00\"}]}]}\n");
    write("units.csv",
          "id,code,name,kind,level,parent_id,valid_from,valid_to,agency_code,agency_code_known,legal_basis\n"
          "u0001,31,Hải Phòng,Thành phố,city,,,,H24,memory,\n"
          "u0002,307,Kiến An,Quận,district,u0001,,2025-07-01,H24.07,invented,\n"
          "u0003,11446,Văn Đẩu,Phường,commune,u0002,,2025-07-01,H24.07.01,invented,\n"
          "u0004,11440,Ngọc Sơn,Phường,commune,u0002,,2025-07-01,H24.07.02,invented,\n"
          "u0005,11446,Phù Liễn,Phường,commune,u0001,2025-07-01,,H24.101,invented,\n"
          "u0006,11443,Kiến An,Phường,commune,u0001,2025-07-01,,H24.102,invented,\n");
    write("successors.csv",
          "from_id,to_id,extent,effective,legal_basis\n"
          "u0003,u0005,part,2025-07-01,NQ 1669\n"
          "u0003,u0006,part,2025-07-01,NQ 1669\n"
          "u0004,u0005,whole,2025-07-01,NQ 1669\n");
    write("procedures.json",
          R"({"fields": {"land": "Đất đai"}, "agencies": {"office": "Văn phòng", "tax": "Chi cục Thuế"},
 "switches": [
  {"valid_from": null, "supplement_effect": "RESTART", "supplement_limit": 1, "supplement_reply_limit": null,
   "financial_step": "PAUSE", "reappointment_limit": 1, "receipt_cut_off": null, "saturday_reception_until": null,
   "knowledge": "memory", "source": "first"},
  {"valid_from": "2024-01-01", "supplement_effect": "PAUSE", "supplement_limit": 2, "supplement_reply_limit": 20,
   "financial_step": "COUNT", "reappointment_limit": 3, "receipt_cut_off": "16:30", "saturday_reception_until": "11:30",
   "knowledge": "invented", "source": "second"}],
 "procedures": [
  {"code": "1.000948.H24", "code_known": "invented", "name": "Cấp giấy", "field": "land", "versions": [
   {"version": "a", "level": "district", "limit_working_days": 30, "mode": "DAY", "valid_from": null,
    "valid_to": "2025-07-01", "knowledge": "memory", "source": "s"},
   {"version": "b", "level": "commune", "limit_working_days": 17, "mode": "DAY", "valid_from": "2025-07-01",
    "knowledge": "memory", "source": "s",
    "switches": {"supplement_effect": "NO_EFFECT", "supplement_reply_limit": null, "receipt_cut_off": "15:00",
     "knowledge": "invented", "source": "own"},
    "fees": [{"name": "Lệ phí", "amount_vnd": 25000, "knowledge": "memory", "source": "f"}],
    "questions": [{"code": "proxy", "text": "Có ủy quyền?"}, {"code": "house", "text": "Có nhà?"}],
    "components": [
     {"code": "form", "name": "Đơn", "kind": "original", "copies": 2, "required": true, "digitise": true,
      "knowledge": "memory", "source": "c"},
     {"code": "letter", "name": "Giấy ủy quyền", "kind": "copy", "copies": 1, "required": {"when": "proxy"},
      "digitise": false, "knowledge": "memory", "source": "c"}]}]},
  {"code": "2.000002.H24", "code_known": "invented", "name": "Liên thông", "field": "land", "versions": [
   {"version": "l", "level": "commune", "limit_working_days": 5, "mode": "DAY", "valid_from": "2025-07-01",
    "knowledge": "memory", "source": "s",
    "steps": [
     {"code": "look", "name": "Thẩm tra", "agency": "office", "limit_working_days": 3, "counted": true,
      "knowledge": "memory", "source": "p"},
     {"code": "pay", "name": "Tính thuế", "agency": "tax", "limit_working_days": 4, "counted": false,
      "knowledge": "invented", "source": "p"},
     {"code": "give", "name": "Cấp giấy", "agency": "office", "limit_working_days": 2, "counted": true,
      "knowledge": "memory", "source": "p"}]}]}]}
)");
    write("forms.json",
          R"({"sets": [
 {"valid_from": null, "legal_basis": "Thông tư cũ", "authority": "Ủy ban nhân dân", "office": "Bộ phận",
  "knowledge": "memory", "source": "s", "forms": [
   {"form": "receipt", "number": "01", "title": "Giấy tiếp nhận"}]},
 {"valid_from": "2025-09-15", "legal_basis": "Thông tư mới", "authority": "Ủy ban nhân dân", "office": "Trung tâm",
  "knowledge": "verified", "source": "s", "forms": [
   {"form": "receipt", "number": "01", "title": "Giấy tiếp nhận"},
   {"form": "stop-notice", "number": "05", "title": "Thông báo dừng"}]}]}
)");
    write("papers.json",
          R"({"sets": [
 {"valid_from": null, "most_papers": 3, "most_entries": 100, "most_unpacked_mib": 10, "most_ratio": 100,
  "knowledge": "invented", "source": "s", "types": [
   {"type": "application/pdf", "extensions": ["pdf"], "most_kib": 1024}]},
 {"valid_from": "2025-07-01", "most_papers": 2, "most_entries": 100, "most_unpacked_mib": 10, "most_ratio": 100,
  "knowledge": "invented", "source": "s", "types": [
   {"type": "application/pdf", "extensions": ["pdf"], "most_kib": 2048},
   {"type": "image/jpeg", "extensions": ["jpg", "jpeg"], "most_kib": 512}]}]}
)");
    write("retention.json",
          R"({"policies": [
 {"code": "land-5", "field": "land", "keep_years": 5, "valid_from": "2024-01-01", "valid_to": "2025-01-01",
  "knowledge": "invented", "source": "r"},
 {"code": "land-10", "field": "land", "keep_years": 10, "valid_from": "2025-01-01", "knowledge": "invented",
  "source": "r"},
 {"code": "paper-2", "procedure": "1.000948.H24", "keep_years": 2, "valid_from": null, "knowledge": "invented",
  "source": "r"}]}
)");
  }
  ~SmallFolder() {
    std::error_code ignored;  // a folder left behind in /tmp fails no test
    std::filesystem::remove_all(path_, ignored);
  }
  SmallFolder(const SmallFolder&) = delete;
  SmallFolder& operator=(const SmallFolder&) = delete;

  const std::string& path() const { return path_; }

  void write(const std::string& file, std::string_view text) const {
    std::ofstream{path_ + "/" + file, std::ios::binary} << text;
  }
  std::string read(const std::string& file) const {
    std::ifstream in{path_ + "/" + file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void remove(const std::string& file) const { std::filesystem::remove(path_ + "/" + file); }

  /// Puts `after` in place of the first `before`, which must be there.
  void change(const std::string& file, std::string_view before, std::string_view after) const {
    std::string text = read(file);
    const std::size_t at = text.find(before);
    if (at == std::string::npos) throw std::invalid_argument{file + " has no " + std::string{before}};
    text.replace(at, before.size(), after);
    write(file, text);
  }

 private:
  std::string path_;
};

/// A correct folder but for one change, and what is told about it.
struct Spoiled {
  const char* name;
  const char* file;
  const char* before;
  const char* after;
  const char* mistake;  ///< the one and only
};

inline std::string all_of(const std::vector<Mistake>& mistakes) {
  std::string text;
  for (const Mistake& one : mistakes) text += to_text(one) + "\n";
  return text;
}

/// Every mistake of the spoiled folder, a line each.
inline std::string told_of(const Spoiled& spoiled) {
  const SmallFolder folder;
  folder.change(spoiled.file, spoiled.before, spoiled.after);
  const auto loaded = load(folder.path());
  return loaded ? "nothing\n" : all_of(loaded.error());
}

inline std::string name_of(const testing::TestParamInfo<Spoiled>& one) { return one.param.name; }

}  // namespace motcua::catalogue::examples
