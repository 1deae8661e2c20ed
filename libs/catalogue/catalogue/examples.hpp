#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

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

/// A temporary folder with a correct little catalogue: a city, a district until 2025-07-01, wards before and after.
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
          "{\"fields\": {\"land\": \"Đất đai\"},\n"
          " \"procedures\": [\n"
          "  {\"code\": \"1.000948.H24\", \"code_known\": \"invented\", \"name\": \"Cấp giấy\", \"field\": \"land\", "
          "\"versions\": [\n"
          "   {\"version\": \"a\", \"level\": \"district\", \"limit_working_days\": 30, \"mode\": \"DAY\", "
          "\"valid_from\": null,"
          " \"valid_to\": \"2025-07-01\", \"knowledge\": \"memory\", \"source\": \"s\"},\n"
          "   {\"version\": \"b\", \"level\": \"commune\", \"limit_working_days\": 17, \"mode\": \"DAY\", "
          "\"valid_from\": \"2025-07-01\","
          " \"knowledge\": \"memory\", \"source\": \"s\"}]}]}\n");
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

}  // namespace motcua::catalogue::examples
