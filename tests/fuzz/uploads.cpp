#include <filesystem>

#include "content/content.hpp"
#include "core/text.hpp"
#include "dossiers/paper_name.hpp"
#include "targets.hpp"

namespace motcua::fuzz {
namespace {

void check_name(std::string_view header) {
  http::Request request{};
  request.headers.emplace_back("content-disposition", header);
  const auto name = dossiers::paper_name_from(request);
  if (!name) {
    must(name.error().status == 400, "a name that cannot be read is answered otherwise than 400");
    return;
  }
  must(core::is_utf8(*name) && !core::has_control_characters(*name) && core::utf8_length(*name) <= 200,
       "a name that was not checked");
  must(name->find_first_of("/\\") == std::string::npos, "a name that is a path");
  request.headers.front().second = dossiers::disposition_of(*name, "paper.pdf");
  const auto again = dossiers::paper_name_from(request);
  must(again && *again == *name, "another name once written and read again");
}

void check_content(std::string_view bytes) {
  static content::Inspector inspector;
  core::File file = core::nameless_file(std::filesystem::temp_directory_path().string());
  file.append(bytes);
  const content::ArchiveLimits limits{.entries = 10, .unpacked_bytes = 1024 * 1024, .ratio = 100};
  const content::Verdict first = inspector.inspect(file, limits);
  const content::Verdict again = inspector.inspect(file, limits);
  must(!first.media_type.empty(), "a content of no type");
  must(first.media_type == again.media_type && first.defect == again.defect, "another verdict the second time");
}

}  // namespace

void uploads(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  check_name(bytes.substr(0, end));
  check_content(bytes.substr(std::min(end + 1, bytes.size())));
}

}  // namespace motcua::fuzz
