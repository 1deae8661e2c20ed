#include <openssl/evp.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "catalogue/catalogue.hpp"
#include "catalogue/reading.hpp"
#include "core/text.hpp"

namespace motcua::catalogue {
namespace {

constexpr std::array<const char*, 8> files{"calendar.csv",    "calendar.json", "units.csv",   "successors.csv",
                                           "procedures.json", "forms.json",    "papers.json", "retention.json"};
using Texts = std::array<std::string, files.size()>;

Texts read_all(const std::string& folder, std::vector<Mistake>& mistakes) {
  Texts texts;
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::ifstream in{folder + "/" + files[i], std::ios::binary};
    texts[i].assign(std::istreambuf_iterator<char>{in}, {});
    if (!in.is_open() || in.bad()) mistakes.push_back({files[i], 0, "cannot be read in " + folder});
  }
  return texts;
}

// Each file's length goes in before its text, so that moving a line from one file to the next changes the version too.
std::string version_of(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += std::to_string(text.size()) + ":" + text;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(all.data(), all.size(), digest, &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error{"no SHA-256 in this OpenSSL"};
  }
  return core::to_hex({reinterpret_cast<const char*>(digest), size}).substr(0, 12);
}

}  // namespace

core::Result<std::shared_ptr<const Catalogue>, std::vector<Mistake>> load(const std::string& folder) {
  std::vector<Mistake> mistakes;
  const Texts texts = read_all(folder, mistakes);
  if (!mistakes.empty()) return mistakes;

  auto calendar = reading::read_calendar(texts[0], texts[1], mistakes);
  Units units = reading::read_units(texts[2], texts[3], mistakes);
  auto procedures = reading::read_procedures(texts[4], mistakes);
  auto forms = reading::read_forms(texts[5], mistakes);
  auto papers = reading::read_papers(texts[6], mistakes);
  std::optional<Retention> retention;
  if (procedures) retention = reading::read_retention(texts[7], *procedures, mistakes);
  if (!mistakes.empty() || !calendar || !procedures || !forms || !papers || !retention) return mistakes;
  return std::make_shared<const Catalogue>(Catalogue{version_of(texts), std::move(*calendar), std::move(units),
                                                     std::move(*procedures), std::move(*forms), std::move(*papers),
                                                     std::move(*retention)});
}

}  // namespace motcua::catalogue
