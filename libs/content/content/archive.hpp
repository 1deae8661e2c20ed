#pragma once

#include "content/content.hpp"

namespace motcua::content {

/// Goes through a ZIP archive without keeping anything of it. The type is that of an office file whose parts it has,
/// else `application/zip`.
Verdict look_into_zip(const core::File& file, const ArchiveLimits& limits);

}  // namespace motcua::content
