#include "runtime/runtime.hpp"

namespace motcua::runtime {

http::Handler with_actor(auth::Verifier& verifier, ActorHandler handler) {
  return [&verifier, handle = std::move(handler)](const http::Request& request) {
    const auto actor = verifier.verify(request.header("authorization").value_or(""));
    if (actor) return handle(request, *actor);
    // Whoever forges tokens is not told how far this one came; the metrics are.
    return http::answer(
        {.status = 401,
         .code = "unauthorized",
         .title = {"Chưa xác thực", "Not authenticated"},
         .detail = {"Yêu cầu này cần một mã truy cập (token) hợp lệ trong tiêu đề Authorization: Bearer.",
                    "This request needs a valid access token in the header Authorization: Bearer."},
         .headers = {{"WWW-Authenticate", "Bearer"}}},
        request);
  };
}

}  // namespace motcua::runtime
