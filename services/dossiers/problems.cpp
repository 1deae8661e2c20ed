#include "dossiers/problems.hpp"

#include <utility>

#include "http/query.hpp"

namespace motcua::dossiers::problems {

http::Problem refused(const Refusal& refusal) {
  const RuleText& text = text_of(refusal.rule);
  http::Problem problem{.status = text.against == Against::state ? 409 : 422,
                        .code = text.code,
                        .title = {"Quy tắc không cho phép", "The rules do not allow it"},
                        .detail = {text.vi, text.en},
                        .errors = {},
                        .headers = {},
                        .members = {{"rule", text.code}, {"source", text.source}}};
  if (*refusal.pointer != '\0') problem.errors.push_back({refusal.pointer, {text.vi, text.en}});
  return problem;
}

http::Problem forbidden() {
  return {
      .status = 403,
      .code = "forbidden",
      .title = {"Không được phép", "Forbidden"},
      .detail = {"Vai trò hoặc đơn vị của bạn không có quyền này.", "Your roles or your unit do not have this right."}};
}

http::Problem changed_meanwhile() {
  return {.status = 412,
          .code = "changed-meanwhile",
          .title = {"Hồ sơ đã thay đổi", "The dossier has changed"},
          .detail = {"Hồ sơ đã có phiên bản khác với If-Match; hãy đọc lại rồi gửi lại.",
                     "The dossier has another version than If-Match; read it again and send again."}};
}

http::Problem key_reused() {
  return {
      .status = 422,
      .code = "idempotency-key-reused",
      .title = {"Khoá đã được dùng", "The key was used before"},
      .detail = {"Idempotency-Key này thuộc về một yêu cầu khác.", "This Idempotency-Key belongs to another request."},
      .errors = {{"Idempotency-Key", {"đã được dùng cho một yêu cầu khác", "was used for another request"}}}};
}

http::Problem answer_erased() {
  return {.status = 410,
          .code = "answer-erased",
          .title = {"Câu trả lời đã được xóa", "The answer has been erased"},
          .detail = {"Yêu cầu này đã được thực hiện; câu trả lời đã được xóa cùng dữ liệu cá nhân của hồ sơ.",
                     "This request was carried out; its answer has been erased with the people of the dossier."}};
}

http::Problem search_without_key() {
  return {.status = 503,
          .code = "search-without-key",
          .title = {"Chưa cấu hình khóa tìm kiếm", "No key for the search is set"},
          .detail = {"Dịch vụ chưa có khóa để tìm theo số định danh; quản trị viên cần đặt identity_key_file.",
                     "The service has no key to look for identity numbers; its administrator has to set "
                     "identity_key_file."}};
}

http::Problem no_identity_number() {
  const http::Words what{
      "là 9 hoặc 12 chữ số, mã số thuế 10 hoặc 13 chữ số, hoặc 6 đến 20 chữ và số có ít nhất một "
      "chữ số và một chữ cái",
      "is 9 or 12 digits, a tax code of 10 or 13 digits, or 6 to 20 letters and digits with at "
      "least one of each and at most 6 letters"};
  return {.status = 422,
          .code = "not-an-identity-number",
          .title = {"Không phải số định danh", "Not an identity number"},
          .detail = what,
          .errors = {{"/identity_number", what}}};
}

http::Problem no_deadline() {
  return {.status = 404,
          .code = "no-deadline",
          .title = {"Chưa có hạn trả kết quả", "There is no deadline yet"},
          .detail = {"Hồ sơ chưa được tiếp nhận.", "The dossier has not been accepted."}};
}

http::Problem bad_cursor() {
  return http::malformed(
      {{"?cursor", {"không phải là `next` của cùng truy vấn này", "is not the `next` of this same query"}}});
}

http::Problem bad_search_cursor() {
  return http::malformed(
      {{"/cursor", {"không phải là `next` của cùng lần tìm này", "is not the `next` of this same search"}}});
}

http::Problem form_without_ground() {
  return {.status = 409,
          .code = "form-without-ground",
          .title = {"Không có căn cứ để lập giấy này", "There is no ground for this form"},
          .detail = {"Trong quá trình giải quyết hồ sơ chưa có việc mà giấy này ghi nhận.",
                     "Nothing has happened to the dossier that this form tells of."}};
}

http::Problem form_not_in_set() {
  return {.status = 409,
          .code = "form-not-in-set",
          .title = {"Bộ mẫu không có giấy này", "The set of forms does not have this one"},
          .detail = {"Bộ mẫu có hiệu lực vào ngày đó không có giấy này.",
                     "The set of forms in force on that day does not have this one."}};
}

http::Problem press_busy() {
  return {.status = 503,
          .code = "press-busy",
          .title = {"Đang in nhiều giấy", "Many papers are being made"},
          .detail = {"Nhiều người đang chờ in; hãy thử lại sau ít giây.",
                     "Many wait for a paper; try again in a few seconds."},
          .headers = {{"Retry-After", "2"}}};
}

http::Problem register_too_long(std::int64_t lines) {
  const std::string most = std::to_string(lines);
  return {.status = 422,
          .code = "register-too-long",
          .title = {"Sổ quá dài", "The register is too long"},
          .detail = {"Đơn vị tiếp nhận nhiều hơn " + most + " hồ sơ trong kỳ này; hãy chọn kỳ ngắn hơn.",
                     "The unit received more than " + most + " dossiers in this period; choose a shorter one."},
          .errors = {{"?to", {"kỳ quá dài", "makes the period too long"}}}};
}

namespace {

http::Problem not_in_the_catalogue(std::string code, std::string pointer, http::Words what) {
  return {.status = 422,
          .code = std::move(code),
          .title = {"Không có trong danh mục", "Not in the catalogue"},
          .detail = what,
          .errors = {{std::move(pointer), what}}};
}

}  // namespace

http::Problem unknown_unit() {
  return not_in_the_catalogue("unit-unknown", "?unit",
                              {"Chưa từng có đơn vị nào mang mã này.", "No unit ever had this code or id."});
}

http::Problem unknown_procedure() {
  return not_in_the_catalogue("procedure-unknown", "?procedure",
                              {"Chưa từng có thủ tục nào mang mã này.", "No procedure ever had this code."});
}

}  // namespace motcua::dossiers::problems
