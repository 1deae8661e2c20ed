#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace motcua::http {

/// One line of the table: what a client sends on a fresh connection, and what it must get.
struct Stream {
  enum class Then {
    goes_on,      ///< the connection takes a further request
    ends,         ///< the server says so in its last answer and closes
    half_closed,  ///< the client has finished sending; the server answers what is whole and closes
  };

  const char* name;
  std::string bytes;
  std::vector<int> statuses;     ///< of the answers, in order; 503 stands nowhere here, 501 and 505 where HTTP says so
  const char* code = nullptr;    ///< of the last answer's problem; null: it is none
  const char* reason = nullptr;  ///< when the framing alone refuses: its label in motcua_http_refused_total
  Then then = Then::goes_on;
};
inline std::ostream& operator<<(std::ostream& out, const Stream& stream) { return out << stream.name; }

/// For the routes of server_fixture_for_tests.hpp.
std::vector<Stream> torture();
/// Those that the framing alone refuses.
std::vector<Stream> breaches();

}  // namespace motcua::http
