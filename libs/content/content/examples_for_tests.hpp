#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/file.hpp"

/// Small files of each type, made when they are asked for.
namespace motcua::content::examples {

core::File file_of(const std::string& bytes);

std::string pdf();
std::string png();
std::string jpeg();
std::string docx();
std::string odt();
/// A ZIP archive of these names and contents.
std::string zip(const std::vector<std::pair<std::string, std::string>>& entries);
std::string encrypted_zip();
/// One entry of so many zero bytes.
std::string zip_bomb(std::size_t unpacked);

}  // namespace motcua::content::examples
