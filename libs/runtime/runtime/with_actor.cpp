#include "runtime/runtime.hpp"

namespace motcua::runtime {
namespace {

// Whoever forges tokens is not told how far this one came; the metrics are.
http::Problem unauthorized() {
  return {.status = 401,
          .code = "unauthorized",
          .title = {"Chưa xác thực", "Not authenticated"},
          .detail = {"Yêu cầu này cần một mã truy cập (token) hợp lệ trong tiêu đề Authorization: Bearer.",
                     "This request needs a valid access token in the header Authorization: Bearer."},
          .headers = {{"WWW-Authenticate", "Bearer"}}};
}

http::Problem keys_unavailable() {
  return {.status = 503,
          .code = "keys-unavailable",
          .title = {"Chưa kiểm tra được mã truy cập", "Tokens cannot be checked yet"},
          .detail = {"Chưa đọc được khóa của máy chủ cấp mã; hãy thử lại sau ít giây.",
                     "The keys of the issuer cannot be read yet; try again in a few seconds."},
          .headers = {{"Retry-After", "10"}}};
}

core::Result<auth::Actor, http::Problem> actor_of(auth::Verifier& verifier, Limits& limits,
                                                  const http::Request& request) {
  if (auto problem = limits.address_spent(request)) return *problem;
  auto actor = verifier.verify(request.header("authorization").value_or(""));
  if (actor) return std::move(actor).value();
  if (auto problem = limits.refuse_address(request)) return *problem;
  return actor.error().for_want_of_keys() ? keys_unavailable() : unauthorized();
}

}  // namespace

http::Handler with_actor(auth::Verifier& verifier, Limits& limits, ActorHandler handler) {
  return [&verifier, &limits, handle = std::move(handler)](const http::Request& request) {
    const auto actor = actor_of(verifier, limits, request);
    if (!actor) return http::answer(actor.error(), request);
    if (const auto problem = limits.refuse(request, *actor)) return http::answer(*problem, request);
    return handle(request, *actor);
  };
}

http::Admit admit_actor(auth::Verifier& verifier, Limits& limits,
                        std::function<std::optional<http::Problem>(const http::Request&, const auth::Actor&)> refuse) {
  return
      [&verifier, &limits, refuse = std::move(refuse)](const http::Request& request) -> std::optional<http::Problem> {
        const auto actor = actor_of(verifier, limits, request);
        if (!actor) return actor.error();
        if (auto problem = limits.token_spent(*actor)) return problem;
        return refuse(request, *actor);
      };
}

}  // namespace motcua::runtime
