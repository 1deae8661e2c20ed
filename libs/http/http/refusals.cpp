#include "http/refusals.hpp"

namespace motcua::http {

Problem method_not_allowed(const std::string& allow) {
  return {.status = 405,
          .code = "method-not-allowed",
          .title = {"Phương thức không dùng được ở đây", "Method not allowed"},
          .detail = {"Ở đây chỉ dùng: " + allow + ".", "Here you may use: " + allow + "."},
          .headers = {{"Allow", allow}}};
}

Problem wrong_type(std::string_view wanted) {
  return {.status = 415,
          .code = "unsupported-media-type",
          .title = {"Kiểu nội dung không được nhận", "Unsupported media type"},
          .detail = {"Content-Type phải là " + std::string{wanted} + ", không nén.",
                     "Content-Type must be " + std::string{wanted} + ", not compressed."},
          .headers = {{"Accept", std::string{wanted}}}};
}

Problem body_not_taken() {
  return {.status = 400,
          .code = "unexpected-body",
          .title = {"Yêu cầu này không được có nội dung", "This request takes no body"}};
}

Problem problem_of(const Breach& breach) {
  return {.status = breach.status,
          .code = std::string{breach.code},
          .title = {"Yêu cầu không được nhận", "The request is not accepted"},
          .detail = breach.detail};
}

Problem timed_out() {
  return {.status = 408, .code = "request-timeout", .title = {"Yêu cầu đến quá chậm", "The request came too slowly"}};
}

Problem try_later() {
  return {.status = 503,
          .code = "unavailable",
          .title = {"Hệ thống tạm thời không phục vụ được", "Temporarily unavailable"},
          .detail = {"Không có gì được thay đổi một nửa; hãy thử lại sau ít giây.",
                     "Nothing is half done; try again in a few seconds."},
          .headers = {{"Retry-After", "2"}}};
}

Problem overloaded() {
  return {.status = 503,
          .code = "overloaded",
          .title = {"Quá nhiều yêu cầu cùng lúc", "Too much at once"},
          .detail = {"Không có gì được thay đổi; hãy thử lại sau ít giây.",
                     "Nothing was changed; try again in a few seconds."},
          .headers = {{"Retry-After", "2"}}};
}

Problem broken() {
  return {.status = 500,
          .code = "internal-error",
          .title = {"Lỗi của hệ thống", "Internal error"},
          .detail = {"Khi báo lỗi, hãy ghi kèm trace_id.", "Please name the trace_id when you report this."}};
}

}  // namespace motcua::http
