#include <algorithm>
#include <set>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != std::string_view::npos;
  });
}

bool is_media_type(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_word(text.substr(0, slash), "-") &&
         is_word(text.substr(slash + 1), "-.+");
}

std::vector<UploadType> read_types(const Entry& set) {
  std::vector<UploadType> types;
  std::set<std::string> known;
  std::set<std::string> extensions;
  const std::vector<Entry> listed = set.parts("types", "", "type");
  set.need(!listed.empty(), "types must list at least one");
  for (const Entry& one : listed) {
    one.only({"type", "extensions", "most_kib"});
    UploadType type{one.text("type"), one.words("extensions"), one.number("most_kib", 1, 1024 * kib) * kib};
    one.need(is_media_type(type.media_type), "type must be a media type in lower case");
    one.need(known.insert(type.media_type).second, "is listed twice");
    one.need(!type.extensions.empty(), "extensions must list at least one");
    for (const std::string& extension : type.extensions) {
      one.need(is_word(extension, ""), "an extension is of a-z and 0-9: " + extension);
      one.need(extensions.insert(extension).second, "the extension is another type's: " + extension);
    }
    types.push_back(std::move(type));
  }
  return types;
}

}  // namespace

std::optional<Papers> read_papers(std::string_view text, std::vector<Mistake>& mistakes) {
  Findings findings{"papers.json", mistakes};
  const auto file = Entry::of_file(text, findings);
  if (!file) return std::nullopt;
  file->only({"sets"});
  std::vector<UploadSet> sets;
  const std::vector<Entry> listed = file->placed("", "sets").parts("sets", "set", "valid_from");
  file->need(!listed.empty(), "must hold a list sets with at least one");
  for (const Entry& entry : listed) {
    entry.only({"valid_from", "most_papers", "most_entries", "most_unpacked_mib", "most_ratio", "types", "knowledge",
                "source"});
    UploadSet set{{},
                  entry.number("most_papers", 1, 1000),
                  entry.number("most_entries", 1, 100000),
                  entry.number("most_unpacked_mib", 1, 4096) * mib,
                  entry.number("most_ratio", 2, 1000),
                  read_types(entry),
                  entry.origin()};
    const auto validity = entry.validity();
    if (!validity) continue;
    set.valid_from = validity->from;
    if (sets.empty()) {
      entry.need(!set.valid_from, "the first set must have no beginning: a paper of any day has a type");
    } else {
      entry.need(sets.back().valid_from < set.valid_from, "valid_from must ascend, or two sets hold at once");
    }
    sets.push_back(std::move(set));
  }
  if (findings.count() > 0) return std::nullopt;
  return Papers{std::move(sets)};
}

}  // namespace motcua::catalogue::reading
