#include "dossiers/paper_problems.hpp"

#include <utility>

namespace motcua::dossiers::problems {
namespace {

http::Problem not_taken(int status, std::string code, http::Words detail) {
  return {.status = status,
          .code = std::move(code),
          .title = {"Tệp không được nhận", "The file is not taken"},
          .detail = std::move(detail)};
}

}  // namespace

http::Problem paper_type_not_allowed(const catalogue::UploadSet& set) {
  std::string types;
  for (const catalogue::UploadType& type : set.types) types += (types.empty() ? "" : ", ") + type.media_type;
  auto problem =
      not_taken(415, "paper-type-not-allowed",
                {"Content-Type phải là một trong: " + types + ".", "Content-Type must be one of: " + types + "."});
  problem.headers = {{"Accept", types}};
  return problem;
}

http::Problem paper_too_large(std::int64_t most_bytes) {
  const std::string most = std::to_string(most_bytes / 1024);
  return not_taken(413, "paper-too-large",
                   {"Tệp loại này tối đa " + most + " KiB.", "A file of this type has at most " + most + " KiB."});
}

http::Problem paper_empty() {
  return not_taken(400, "paper-empty", {"Yêu cầu phải có nội dung tệp.", "The body must be the file."});
}

http::Problem paper_extension_false(const catalogue::UploadType& type) {
  std::string extensions;
  for (const std::string& one : type.extensions) extensions += (extensions.empty() ? "." : ", .") + one;
  auto problem = not_taken(422, "paper-extension-false",
                           {"Tên tệp loại này phải kết thúc bằng " + extensions + ".",
                            "The name of a file of this type ends in " + extensions + "."});
  problem.errors = {{"Content-Disposition", {"phần mở rộng không phù hợp", "the extension does not fit"}}};
  return problem;
}

http::Problem paper_content_false(const std::string& found) {
  return not_taken(422, "paper-content-false",
                   {"Nội dung tệp không phải loại đã khai mà là " + found + ".",
                    "The content is not of the declared type: it is " + found + "."});
}

http::Problem paper_defect(content::Defect defect) {
  switch (defect) {
    case content::Defect::broken: break;
    case content::Defect::encrypted:
      return not_taken(422, "paper-encrypted",
                       {"Tệp có mật khẩu thì không xem được.", "Nobody could look into an encrypted file."});
    case content::Defect::too_many_entries:
    case content::Defect::unpacks_too_large:
    case content::Defect::unpacks_too_well:
      return not_taken(422, "paper-unpacks-too-far",
                       {"Tệp nén chứa quá nhiều so với mức cho phép.", "It unpacks to more than is allowed."});
    case content::Defect::unsafe_name:
      return not_taken(422, "paper-entry-unsafe",
                       {"Trong tệp có tên dẫn ra ngoài thư mục.", "An entry in it would leave its folder."});
    case content::Defect::nested:
      return not_taken(422, "paper-nested", {"Trong tệp có tệp nén khác.", "There is another archive in it."});
  }
  return not_taken(422, "paper-broken",
                   {"Tệp bị hỏng hoặc chưa gửi hết.", "The file is damaged, or did not come whole."});
}

http::Problem paper_gone() {
  return {.status = 410,
          .code = "paper-gone",
          .title = {"Giấy tờ không còn", "The paper is gone"},
          .detail = {"Tệp đã được gỡ bỏ.", "The file was withdrawn or erased."}};
}

http::Problem paper_damaged() {
  return {.status = 500,
          .code = "paper-damaged",
          .title = {"Tệp lưu trữ bị hỏng", "The stored file is damaged"},
          .detail = {"Nội dung đang lưu không còn đúng; hãy báo cho người vận hành, kèm trace_id.",
                     "What is stored is not what was taken in; tell the operators, with the trace_id."}};
}

http::Problem paper_being_removed() {
  return {.status = 503,
          .code = "paper-being-removed",
          .title = {"Tệp này đang được gỡ bỏ", "The same file is being removed"},
          .detail = {"Không có gì được lưu; hãy thử lại sau ít giây.", "Nothing was kept; try again in a few seconds."},
          .headers = {{"Retry-After", "2"}}};
}

}  // namespace motcua::dossiers::problems
