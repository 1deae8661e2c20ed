#include "dossiers/domain/refusal.hpp"

namespace motcua::dossiers {
namespace {

// Articles stand here only where they were read; the rest names the text that rules, or the table that two code bases
// share.
constexpr const char* status_table = "status table of the National Public Service Portal";
constexpr const char* one_stop = "Decree 61/2018/NĐ-CP until 2025-06-30, Decree 118/2025/NĐ-CP since";
constexpr const char* linked = "Decree 61/2018/NĐ-CP until 2025-06-30, Decree 118/2025/NĐ-CP since: linked one-stop";
constexpr const char* units_reorganised =
    "resolutions of the National Assembly and its Standing Committee that arrange units: who continues an ended unit";
constexpr const char* personal_data = "Law 91/2025/QH15 on the protection of personal data";
constexpr const char* our_records = "motcua: order of moments";
constexpr const char* our_corrections = "motcua: a correction supersedes what was told and undoes nothing silently";
constexpr const char* our_catalogue = "motcua: catalogue";
constexpr const char* papers_ours = "motcua: papers as files";

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
constexpr RuleText supplement_needs_open{
    "supplement-needs-open", status_table, "Chỉ yêu cầu bổ sung được hồ sơ mới đăng ký, đã tiếp nhận hoặc đang xử lý.",
    "A supplement can be requested only of a dossier that is registered, accepted or in processing.", Against::state};
constexpr RuleText supplement_limit_reached{
    "supplement-limit-reached", one_stop,
    "Hồ sơ đã được yêu cầu bổ sung đủ số lần cho phép; lãnh đạo có thể quyết định thêm, nêu rõ lý do.",
    "As many supplements have been requested as the procedure allows; a leader may override this with a reason.",
    Against::state};
constexpr RuleText override_needs_leader{"override-needs-leader", one_stop,
                                         "Chỉ lãnh đạo được quyết định yêu cầu bổ sung thêm lần nữa.",
                                         "Only a leader may override the limit of supplements.", Against::content};
constexpr RuleText supplement_needs_items{"supplement-needs-items", one_stop,
                                          "Yêu cầu bổ sung phải nêu cụ thể những gì còn thiếu.",
                                          "A request for a supplement must name what is missing.", Against::content};
constexpr RuleText reply_needs_request{"reply-needs-request", status_table, "Hồ sơ không chờ bổ sung.",
                                       "The dossier does not wait for a supplement.", Against::state};
constexpr RuleText payment_needs_processing{
    "payment-needs-processing", status_table, "Chỉ yêu cầu thực hiện nghĩa vụ tài chính đối với hồ sơ đang xử lý.",
    "A payment can be requested only of a dossier in processing.", Against::state};
constexpr RuleText payment_needs_amount{"payment-needs-amount", one_stop, "Số tiền phải là số nguyên đồng lớn hơn 0.",
                                        "The amount must be a whole number of dong above 0.", Against::content};
constexpr RuleText payment_needs_basis{"payment-needs-basis", one_stop,
                                       "Yêu cầu thực hiện nghĩa vụ tài chính phải nêu căn cứ.",
                                       "A request for payment must state its basis.", Against::content};
constexpr RuleText confirmation_needs_request{"confirmation-needs-request", status_table,
                                              "Hồ sơ không chờ thực hiện nghĩa vụ tài chính.",
                                              "The dossier does not wait for a payment.", Against::state};
constexpr RuleText confirmation_needs_receipt{"confirmation-needs-receipt", one_stop,
                                              "Xác nhận đã nộp phải có số biên lai.",
                                              "A confirmation of payment must name the receipt.", Against::content};
constexpr RuleText stop_needs_work{
    "stop-needs-work", status_table,
    "Chỉ dừng được hồ sơ đang xử lý, chờ bổ sung hoặc chờ thực hiện nghĩa vụ tài chính.",
    "Only a dossier in processing, or one that waits for papers or money, can be stopped.", Against::state};
constexpr RuleText stop_needs_reasons{"stop-needs-reasons", one_stop, "Dừng giải quyết phải nêu rõ lý do.",
                                      "A notice of stopping must state its reasons.", Against::content};
constexpr RuleText reopen_needs_stopped{"reopen-needs-stopped", status_table, "Chỉ mở lại được hồ sơ đã dừng xử lý.",
                                        "Only a stopped dossier can be reopened.", Against::state};
constexpr RuleText reopen_needs_acceptance{
    "reopen-needs-acceptance", status_table,
    "Hồ sơ bị dừng khi chưa được tiếp nhận thì không mở lại được; công dân nộp hồ sơ mới.",
    "A dossier that was stopped before its acceptance cannot be reopened; the citizen hands in a new one.",
    Against::state};
constexpr RuleText reopen_needs_reasons{"reopen-needs-reasons", one_stop, "Mở lại hồ sơ phải nêu rõ lý do.",
                                        "Reopening must state its reasons.", Against::content};
constexpr RuleText apology_needs_running_clock{
    "apology-needs-running-clock", one_stop,
    "Chỉ xin lỗi và hẹn lại khi hồ sơ đã tiếp nhận, chưa có kết quả và thời hạn đang chạy.",
    "An apology belongs to an accepted dossier without a result whose clock runs.", Against::state};
constexpr RuleText apology_needs_reasons{"apology-needs-reasons", one_stop, "Phiếu xin lỗi phải nêu rõ lý do chậm.",
                                         "An apology must state why the result is late.", Against::content};
constexpr RuleText reappointment_limit_reached{
    "reappointment-limit-reached", one_stop, "Hồ sơ đã được hẹn lại đủ số lần cho phép.",
    "As many new dates have been promised as the procedure allows.", Against::state};
constexpr RuleText promise_needs_later_working_day{
    "promise-needs-later-working-day", one_stop,
    "Ngày hẹn lại phải là ngày làm việc sau hạn trả kết quả và không ở quá khứ.",
    "The promised day must be a working day after the due date and not in the past.", Against::content};
constexpr RuleText hand_over_needs_processing{"hand-over-needs-processing", linked, "Chỉ chuyển bước hồ sơ đang xử lý.",
                                              "Only a dossier under processing is handed over to the next step.",
                                              Against::state};
constexpr RuleText hand_over_needs_next_step{
    "hand-over-needs-next-step", linked, "Thủ tục không có bước tiếp theo để chuyển.",
    "The procedure has no further step to hand the dossier over to.", Against::state};
constexpr RuleText receipt_needs_handover{
    "receipt-needs-handover", linked, "Chỉ xác nhận nhận bàn giao khi hồ sơ được cơ quan khác chuyển đến.",
    "Receipt is confirmed of a dossier that another agency has handed over.", Against::state};
constexpr RuleText receipt_once{"receipt-once", linked, "Đã xác nhận nhận bàn giao ở bước này.",
                                "The receipt of this hand-over was confirmed before.", Against::state};
constexpr RuleText another_agency_needs_hand_over{
    "another-agency-needs-hand-over", linked,
    "Hồ sơ liên thông chỉ phân công trong cơ quan của bước hiện tại; chuyển cơ quan khác phải qua chuyển bước.",
    "A linked dossier is assigned within the agency of its present step; another agency gets it by a hand-over.",
    Against::content};
constexpr RuleText grant_needs_last_step{
    "grant-needs-last-step", linked, "Hồ sơ liên thông chỉ có kết quả ở bước cuối cùng.",
    "What a linked procedure asks for is granted in its last step.", Against::state};
constexpr RuleText transfer_needs_open{
    "transfer-needs-open", status_table, "Chỉ chuyển được hồ sơ chưa kết thúc và chưa trả kết quả.",
    "Only a dossier that is neither closed nor returned can be transferred.", Against::state};
constexpr RuleText transfer_needs_ended_unit{
    "transfer-needs-ended-unit", units_reorganised, "Đơn vị chịu trách nhiệm hồ sơ vẫn còn hiệu lực vào ngày đó.",
    "The unit that is responsible for the dossier is still in force on that day.", Against::state};
constexpr RuleText transfer_needs_decision{
    "transfer-needs-decision", units_reorganised,
    "Không có một đơn vị duy nhất kế thừa toàn bộ; phải có người quyết định đơn vị nhận hồ sơ.",
    "No single unit continues the ended one as a whole: a person decides who gets the dossier.", Against::state};
constexpr RuleText transfer_needs_successor{
    "transfer-needs-successor", units_reorganised,
    "Chỉ chuyển được cho đơn vị kế thừa đơn vị đã kết thúc theo danh mục.",
    "A dossier is transferred to a successor of the ended unit by the catalogue.", Against::content};
constexpr RuleText paper_needs_dossier_in_hand{
    "paper-needs-dossier-in-hand", papers_ours, "Hồ sơ đã kết thúc thì không nhận thêm giấy tờ.",
    "A dossier that was refused at intake, withdrawn or returned takes no further papers.", Against::state};
constexpr RuleText paper_component_unknown{
    "paper-component-unknown", papers_ours, "Hồ sơ không có thành phần mang số thứ tự này.",
    "No component with this number was named when the dossier was registered.", Against::content};
constexpr RuleText paper_limit_reached{"paper-limit-reached", papers_ours, "Hồ sơ đã có đủ số tệp được phép.",
                                       "The dossier has as many files as the catalogue allows.", Against::state};
constexpr RuleText paper_withdrawn_once{"paper-withdrawn-once", papers_ours, "Giấy tờ này đã được gỡ bỏ.",
                                        "This paper was withdrawn before.", Against::state};
constexpr RuleText paper_withdrawal_needs_reasons{"paper-withdrawal-needs-reasons", papers_ours,
                                                  "Phải nêu lý do gỡ bỏ giấy tờ đã tải lên.",
                                                  "Say why an uploaded paper is withdrawn.", Against::content};
constexpr RuleText erasure_needs_closed{
    "erasure-needs-closed", personal_data,
    "Chỉ xóa được dữ liệu cá nhân của hồ sơ đã trả kết quả, đã rút hoặc bị từ chối tiếp nhận.",
    "People are erased from a dossier that was returned, withdrawn or refused at intake.", Against::state};
constexpr RuleText people_erased_once{"people-erased-once", personal_data,
                                      "Dữ liệu cá nhân của hồ sơ đã được xóa trước đó.",
                                      "The people of the dossier have been erased already.", Against::state};
constexpr RuleText retention_runs{"retention-runs", our_catalogue, "Thời hạn lưu dữ liệu cá nhân của hồ sơ chưa hết.",
                                  "The people of the dossier are still to be kept.", Against::state};
constexpr RuleText annulled_takes_no_command{
    "annulled-takes-no-command", our_corrections, "Hồ sơ đã bị hủy vì nhập trùng; mọi việc làm trên hồ sơ còn lại.",
    "The dossier was annulled as a second entry; whatever is to be done is done to the other one.", Against::state};
constexpr RuleText correction_needs_reasons{"correction-needs-reasons", our_corrections,
                                            "Đính chính phải nêu rõ lý do.", "A correction must state its reasons.",
                                            Against::content};
constexpr RuleText correction_needs_one_agency{
    "correction-needs-one-agency", our_corrections, "Chưa đính chính được hồ sơ liên thông đã bắt đầu các bước.",
    "A linked dossier whose steps have begun cannot be corrected.", Against::state};
constexpr RuleText correction_changes_nothing{
    "correction-changes-nothing", our_corrections, "Đính chính không thay đổi gì.",
    "What the correction says is what the dossier says already.", Against::content};
constexpr RuleText correction_leaves_result{
    "correction-leaves-result", our_corrections,
    "Hồ sơ đã có kết quả: yêu cầu phải nêu rõ kết quả và thời điểm có kết quả được giữ nguyên.",
    "The dossier has a result: the order must say that the result and its moment stay (result_stays).",
    Against::content};
constexpr RuleText acceptance_needs_to_be_told{
    "acceptance-needs-to-be-told", our_corrections, "Hồ sơ chưa được tiếp nhận nên không có thời điểm để đính chính.",
    "The dossier was not accepted: there is no moment to correct.", Against::state};
constexpr RuleText acceptance_in_future{"acceptance-in-future", our_corrections,
                                        "Thời điểm tiếp nhận không được ở tương lai.",
                                        "The moment of acceptance lies in the future.", Against::content};
constexpr RuleText acceptance_after_submission{
    "acceptance-after-submission", our_corrections,
    "Thời điểm tiếp nhận không được trước việc đã xảy ra ngay trước đó, như việc nộp hồ sơ.",
    "The moment of acceptance lies before what happened before it, as the submission.", Against::content};
constexpr RuleText acceptance_before_what_followed{
    "acceptance-before-what-followed", our_corrections, "Thời điểm tiếp nhận không được sau việc tiếp theo của hồ sơ.",
    "The moment of acceptance lies after what happened to the dossier next.", Against::content};
constexpr RuleText annulment_needs_no_result{
    "annulment-needs-no-result", our_corrections, "Không hủy được hồ sơ đã có kết quả.",
    "A dossier with a result is not annulled: its result would be undone silently.", Against::state};
constexpr RuleText annulment_needs_other_entry{"annulment-needs-other-entry", our_corrections,
                                               "Không có hồ sơ nào mang số này.", "There is no dossier of that number.",
                                               Against::content};
constexpr RuleText annulment_needs_another_dossier{"annulment-needs-another-dossier", our_corrections,
                                                   "Hồ sơ không thể là bản nhập trùng của chính nó.",
                                                   "A dossier is no second entry of itself.", Against::content};
constexpr RuleText annulment_needs_entry_that_counts{
    "annulment-needs-entry-that-counts", our_corrections,
    "Hồ sơ còn lại cũng đã bị hủy, đã rút hoặc bị từ chối tiếp nhận.",
    "The other dossier counts no more: it was annulled itself, withdrawn or refused at intake.", Against::content};
constexpr RuleText annulment_needs_same_procedure{"annulment-needs-same-procedure", our_corrections,
                                                  "Hồ sơ còn lại thuộc thủ tục khác.",
                                                  "The other dossier is of another procedure.", Against::content};

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
    case Rule::supplement_needs_open: return supplement_needs_open;
    case Rule::supplement_limit_reached: return supplement_limit_reached;
    case Rule::override_needs_leader: return override_needs_leader;
    case Rule::supplement_needs_items: return supplement_needs_items;
    case Rule::reply_needs_request: return reply_needs_request;
    case Rule::payment_needs_processing: return payment_needs_processing;
    case Rule::payment_needs_amount: return payment_needs_amount;
    case Rule::payment_needs_basis: return payment_needs_basis;
    case Rule::confirmation_needs_request: return confirmation_needs_request;
    case Rule::confirmation_needs_receipt: return confirmation_needs_receipt;
    case Rule::stop_needs_work: return stop_needs_work;
    case Rule::stop_needs_reasons: return stop_needs_reasons;
    case Rule::reopen_needs_stopped: return reopen_needs_stopped;
    case Rule::reopen_needs_acceptance: return reopen_needs_acceptance;
    case Rule::reopen_needs_reasons: return reopen_needs_reasons;
    case Rule::apology_needs_running_clock: return apology_needs_running_clock;
    case Rule::apology_needs_reasons: return apology_needs_reasons;
    case Rule::reappointment_limit_reached: return reappointment_limit_reached;
    case Rule::promise_needs_later_working_day: return promise_needs_later_working_day;
    case Rule::hand_over_needs_processing: return hand_over_needs_processing;
    case Rule::hand_over_needs_next_step: return hand_over_needs_next_step;
    case Rule::receipt_needs_handover: return receipt_needs_handover;
    case Rule::receipt_once: return receipt_once;
    case Rule::another_agency_needs_hand_over: return another_agency_needs_hand_over;
    case Rule::grant_needs_last_step: return grant_needs_last_step;
    case Rule::transfer_needs_open: return transfer_needs_open;
    case Rule::transfer_needs_ended_unit: return transfer_needs_ended_unit;
    case Rule::transfer_needs_decision: return transfer_needs_decision;
    case Rule::transfer_needs_successor: return transfer_needs_successor;
    case Rule::paper_needs_dossier_in_hand: return paper_needs_dossier_in_hand;
    case Rule::paper_component_unknown: return paper_component_unknown;
    case Rule::paper_limit_reached: return paper_limit_reached;
    case Rule::paper_withdrawn_once: return paper_withdrawn_once;
    case Rule::paper_withdrawal_needs_reasons: return paper_withdrawal_needs_reasons;
    case Rule::erasure_needs_closed: return erasure_needs_closed;
    case Rule::people_erased_once: return people_erased_once;
    case Rule::retention_runs: return retention_runs;
    case Rule::annulled_takes_no_command: return annulled_takes_no_command;
    case Rule::correction_needs_reasons: return correction_needs_reasons;
    case Rule::correction_needs_one_agency: return correction_needs_one_agency;
    case Rule::correction_changes_nothing: return correction_changes_nothing;
    case Rule::correction_leaves_result: return correction_leaves_result;
    case Rule::acceptance_needs_to_be_told: return acceptance_needs_to_be_told;
    case Rule::acceptance_in_future: return acceptance_in_future;
    case Rule::acceptance_after_submission: return acceptance_after_submission;
    case Rule::acceptance_before_what_followed: return acceptance_before_what_followed;
    case Rule::annulment_needs_no_result: return annulment_needs_no_result;
    case Rule::annulment_needs_other_entry: return annulment_needs_other_entry;
    case Rule::annulment_needs_another_dossier: return annulment_needs_another_dossier;
    case Rule::annulment_needs_entry_that_counts: return annulment_needs_entry_that_counts;
    case Rule::annulment_needs_same_procedure: return annulment_needs_same_procedure;
  }
  return import_contradicts;
}

}  // namespace motcua::dossiers
