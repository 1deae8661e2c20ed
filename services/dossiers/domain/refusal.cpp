#include "dossiers/domain/refusal.hpp"

namespace motcua::dossiers {
namespace {

// Articles stand here only where they were read; the rest names the text that rules, or the table that two code bases
// share.
constexpr const char* status_table = "status table of the National Public Service Portal";
constexpr const char* one_stop = "Decree 61/2018/NĐ-CP until 2025-06-30, Decree 118/2025/NĐ-CP since";
constexpr const char* our_records = "motcua: order of moments";
constexpr const char* our_catalogue = "motcua: catalogue";

constexpr RuleText register_once{"register-once", our_records, "Hồ sơ đã được đăng ký.",
                                 "The dossier has been registered already.", Against::state};
constexpr RuleText accept_needs_registered{"accept-needs-registered", status_table,
                                           "Chỉ tiếp nhận được hồ sơ ở trạng thái mới đăng ký.",
                                           "Only a newly registered dossier can be accepted.", Against::state};
constexpr RuleText refuse_needs_registered{"refuse-needs-registered", status_table,
                                           "Chỉ từ chối tiếp nhận được hồ sơ ở trạng thái mới đăng ký.",
                                           "Only a newly registered dossier can be refused at intake.", Against::state};
constexpr RuleText assign_needs_accepted{
    "assign-needs-accepted", status_table, "Chỉ phân công được hồ sơ đã tiếp nhận hoặc đang xử lý.",
    "Only an accepted dossier, or one in processing, can be assigned.", Against::state};
constexpr RuleText assignment_changes_nothing{"assignment-changes-nothing", status_table,
                                              "Hồ sơ đã được phân công cho chính đơn vị và cán bộ này.",
                                              "The dossier is with that unit and officer already.", Against::state};
constexpr RuleText resolve_needs_processing{"resolve-needs-processing", status_table,
                                            "Chỉ hồ sơ đang xử lý mới có kết quả.",
                                            "Only a dossier in processing can get a result.", Against::state};
constexpr RuleText return_needs_resolved{"return-needs-resolved", status_table,
                                         "Chỉ trả được kết quả của hồ sơ đã xử lý xong.",
                                         "Only the result of a resolved dossier can be returned.", Against::state};
constexpr RuleText withdraw_needs_no_result{"withdraw-needs-no-result", status_table,
                                            "Chỉ rút được hồ sơ khi chưa có kết quả.",
                                            "A dossier can be withdrawn only before its result.", Against::state};
constexpr RuleText refusal_needs_reasons{"refusal-needs-reasons", one_stop, "Từ chối phải nêu rõ lý do.",
                                         "A refusal must state its reasons.", Against::content};
constexpr RuleText moments_ascend{"moments-ascend", our_records,
                                  "Thời điểm không được trước thời điểm cuối cùng của hồ sơ.",
                                  "The moment lies before the dossier's last moment.", Against::content};
constexpr RuleText moment_in_future{"moment-in-future", our_records, "Thời điểm không được ở tương lai.",
                                    "The moment lies in the future.", Against::content};
constexpr RuleText calendar_does_not_cover{
    "calendar-does-not-cover", our_catalogue, "Lịch làm việc chưa bao gồm những ngày cần để tính hạn.",
    "The calendar does not cover the days that the due date needs.", Against::content};
constexpr RuleText unit_unknown{"unit-unknown", our_catalogue, "Không có đơn vị nào mang mã này vào ngày đó.",
                                "No unit had this code on that day.", Against::content};
constexpr RuleText procedure_unknown{"procedure-unknown", our_catalogue, "Không có thủ tục nào mang mã này.",
                                     "No procedure has this code.", Against::content};
constexpr RuleText procedure_not_in_force{"procedure-not-in-force", our_catalogue,
                                          "Thủ tục không có hiệu lực vào ngày đó.",
                                          "The procedure was not in force on that day.", Against::content};
constexpr RuleText procedure_not_at_this_level{
    "procedure-not-at-this-level", our_catalogue, "Đơn vị cấp này không tiếp nhận thủ tục này.",
    "A unit of this level does not receive this procedure.", Against::content};
constexpr RuleText number_taken{"number-taken", our_records, "Số hồ sơ này đã thuộc về hồ sơ khác.",
                                "Another dossier has this number.", Against::state};
constexpr RuleText import_contradicts{"import-contradicts", our_records, "Dòng này trái với dữ liệu đã lưu của hồ sơ.",
                                      "The line contradicts what is kept of the dossier.", Against::state};

}  // namespace

const RuleText& text_of(Rule rule) {
  switch (rule) {
    case Rule::register_once: return register_once;
    case Rule::accept_needs_registered: return accept_needs_registered;
    case Rule::refuse_needs_registered: return refuse_needs_registered;
    case Rule::assign_needs_accepted: return assign_needs_accepted;
    case Rule::assignment_changes_nothing: return assignment_changes_nothing;
    case Rule::resolve_needs_processing: return resolve_needs_processing;
    case Rule::return_needs_resolved: return return_needs_resolved;
    case Rule::withdraw_needs_no_result: return withdraw_needs_no_result;
    case Rule::refusal_needs_reasons: return refusal_needs_reasons;
    case Rule::moments_ascend: return moments_ascend;
    case Rule::moment_in_future: return moment_in_future;
    case Rule::calendar_does_not_cover: return calendar_does_not_cover;
    case Rule::unit_unknown: return unit_unknown;
    case Rule::procedure_unknown: return procedure_unknown;
    case Rule::procedure_not_in_force: return procedure_not_in_force;
    case Rule::procedure_not_at_this_level: return procedure_not_at_this_level;
    case Rule::number_taken: return number_taken;
    case Rule::import_contradicts: return import_contradicts;
  }
  return import_contradicts;
}

}  // namespace motcua::dossiers
