#include "runtime/once.hpp"

#include <algorithm>
#include <string>

#include "http/query.hpp"
#include "store/digest.hpp"

namespace motcua::runtime {

core::Result<store::Once, http::Problem> once_from(const http::Request& request, const auth::Actor& actor) {
  return once_from(request, actor, request.body);
}

core::Result<store::Once, http::Problem> once_from(const http::Request& request, const auth::Actor& actor,
                                                   std::string_view body) {
  const auto key = request.header("idempotency-key");
  const bool good = key && key->size() >= 8 && key->size() <= 128 &&
                    std::all_of(key->begin(), key->end(), [](char c) { return c >= '!' && c <= '~'; });
  if (!good) {
    return http::malformed(
        {{"Idempotency-Key",
          {"phải có khoá từ 8 đến 128 ký tự nhìn thấy được, do bên gọi chọn cho một thay đổi",
           "must be a key of 8 to 128 visible characters, chosen by the client for one intended change"}}});
  }
  const std::string_view method = http::name_of(request.method);
  store::Once once{{actor.issuer, actor.subject, std::string{method}, request.route, std::string{*key}}, {}};
  std::string covered{method};
  covered.append("\n")
      .append(request.path)
      .append("\n")
      .append(request.header("if-match").value_or(""))
      .append("\n")
      .append(body);
  once.fingerprint = store::sha256_hex(covered);
  return once;
}

}  // namespace motcua::runtime
