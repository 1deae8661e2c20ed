#pragma once

#include <cstdint>
#include <string>

#include "catalogue/papers.hpp"
#include "content/content.hpp"
#include "http/message.hpp"

namespace motcua::dossiers::problems {

http::Problem paper_type_not_allowed(const catalogue::UploadSet& set);
http::Problem paper_too_large(std::int64_t most_bytes);
http::Problem paper_empty();
/// The name's extension is not one of the declared type.
http::Problem paper_extension_false(const catalogue::UploadType& type);
/// The content is of another type than declared.
http::Problem paper_content_false(const std::string& found);
http::Problem paper_defect(content::Defect defect);
/// Its content is gone: it was withdrawn or erased.
http::Problem paper_gone();
/// What lies in the store is not what was put there; told in log and metric as well.
http::Problem paper_damaged();
/// The same content is just being removed.
http::Problem paper_being_removed();

}  // namespace motcua::dossiers::problems
