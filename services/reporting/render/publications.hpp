#pragma once

#include <string>

#include "http/message.hpp"
#include "reporting/publications.hpp"

namespace motcua::reporting {

/// What it is, without what it says.
std::string json_of(const Publication& publication);
std::string json_of(const PublicationsPage& page);
std::string json_of(const Restatement& restatement, http::Language language);

}  // namespace motcua::reporting
