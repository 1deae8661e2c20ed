#pragma once

#include "dossiers/forms/sheet.hpp"
#include "paper/document.hpp"

namespace motcua::dossiers::forms {

/// Draws a sheet on an upright document, on as many pages as it takes.
void lay_out(const Sheet& sheet, paper::Document& document);
/// Draws a register on one that lies sideways.
void lay_out(const Register& all, paper::Document& document);

}  // namespace motcua::dossiers::forms
