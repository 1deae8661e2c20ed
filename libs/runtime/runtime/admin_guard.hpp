#pragma once

#include <string>
#include <vector>

#include "http/server.hpp"

namespace motcua::runtime {

/// The admin port asks for no token, so pages in an operator's browser must not reach it. A name that somebody lets
/// point here (DNS rebinding) is none of ours: the Host must be an address, `localhost` or one of `hosts`. What
/// `changes` something needs the header `Motcua-Command: 1`, which no form sends and no script of another site may.
http::Handler guarded_admin(http::Handler handler, bool changes, std::vector<std::string> hosts);

}  // namespace motcua::runtime
