#pragma once

#include "http/message.hpp"
#include "reporting/domain/facts.hpp"

namespace motcua::reporting {

/// What each rate means, for people, and what a report counts twice. Every rate that is shown carries its definition:
/// 96.17 % completed is not 96.17 % on time.
struct Definitions {
  http::Words on_time;
  http::Words completion;
  http::Words paused;
};

/// Of what is told of dossiers alone.
struct DefinitionsOfBurden {
  http::Words first_time_right;
  http::Words supplements;
  http::Words trips;
  http::Words time_taken;
};

inline const DefinitionsOfBurden definitions_of_burden{
    {"Tỷ lệ đủ hồ sơ ngay từ đầu = hồ sơ đã giải quyết trong kỳ không phải bổ sung giấy tờ lần nào / hồ sơ đã giải "
     "quyết trong kỳ có ghi số lần yêu cầu bổ sung (hồ sơ chuyển từ hệ thống cũ không ghi).",
     "First time right = resolved in the period without a request for a supplement / resolved in the period and told "
     "how often one was requested (imported dossiers do not tell)."},
    {"Số lần yêu cầu bổ sung bình quân = số lần yêu cầu bổ sung / hồ sơ đã giải quyết trong kỳ có ghi số lần đó.",
     "Supplements per dossier = requests for a supplement / dossiers resolved in the period that tell how many there "
     "were."},
    {"Số lượt đi lại bình quân = số lượt người dân phải đến bộ phận một cửa trong kỳ (nộp, bổ sung, nộp tiền, nhận kết "
     "quả; kể cả hồ sơ không được tiếp nhận; hồ sơ chuyển từ hệ thống cũ chỉ ghi lượt nộp và nhận kết quả) / hồ sơ "
     "tiếp nhận trong kỳ.",
     "Trips per dossier = visits to the counter in the period (handing in, papers, money, the result; also of dossiers "
     "that were not accepted; imported dossiers tell of handing in and the result alone) / dossiers accepted in the "
     "period."},
    {"Thời gian giải quyết = thời gian được tính của hồ sơ đã giải quyết trong kỳ, không kể lúc thời hạn dừng và, nếu "
     "thời hạn được tính lại từ đầu, thời gian trước đó; hồ sơ chuyển từ hệ thống cũ không ghi. Trung vị và phân vị 90 "
     "là số nhỏ nhất mà ít nhất một nửa, 90 % số hồ sơ không vượt quá. Đơn vị: ngày làm việc, giờ làm việc (chưa tròn "
     "giờ tính một giờ) hoặc ngày, theo thời hạn của thủ tục.",
     "Time taken = what the clock counted of dossiers resolved in the period, without the time it stood and, where the "
     "limit was counted afresh, without what came before; imported dossiers do not tell. Median and 90th percentile "
     "are the least number that at least half, 90 %, of them do not exceed. In working days, working hours (an hour "
     "begun is one) or days, by the procedure's limit."}};

inline const Definitions definitions_of_dossiers{
    {"Tỷ lệ đúng hạn = (giải quyết trước hạn + đúng hạn) / tổng số đã giải quyết trong kỳ; không tính hồ sơ đang giải "
     "quyết và hồ sơ rút.",
     "On time = (resolved early + on time) / all resolved in the period; pending and withdrawn dossiers are not "
     "counted."},
    {"Tỷ lệ hoàn thành = tổng số đã giải quyết trong kỳ / tổng số tiếp nhận, kể cả chuyển kỳ trước.",
     "Completion = all resolved in the period / all received, with those carried over."},
    {"Tạm dừng = trong số đang giải quyết, hồ sơ chờ bổ sung giấy tờ, chờ thực hiện nghĩa vụ tài chính hoặc dừng xử lý "
     "(mã trạng thái 5, 6, 8).",
     "Paused = of the pending ones, those that wait for papers, for a payment or were stopped (status codes 5, 6, "
     "8)."}};

inline const Definitions definitions_of_steps{
    {"Tỷ lệ đúng hạn = (bước xong trước hạn + đúng hạn) / tổng số bước đã xong trong kỳ; không tính bước đang thực "
     "hiện và bước của hồ sơ rút.",
     "On time = (steps ended early + on time) / all steps that ended in the period; steps in hand and those of "
     "withdrawn dossiers are not counted."},
    {"Tỷ lệ hoàn thành = tổng số bước đã xong trong kỳ / tổng số bước bắt đầu trong kỳ, kể cả chuyển kỳ trước.",
     "Completion = all steps that ended in the period / all that began in it, with those carried over."},
    {"Tạm dừng = trong số bước đang thực hiện, bước có thời hạn đang dừng trong khi hồ sơ chờ bổ sung giấy tờ, chờ "
     "thực "
     "hiện nghĩa vụ tài chính hoặc dừng xử lý (mã trạng thái 5, 6, 8).",
     "Paused = of the steps in hand, those whose clock stands while the dossier waits for papers, for a payment or was "
     "stopped (status codes 5, 6, 8)."}};

inline const Definitions& definitions_of(Subject subject) {
  return subject == Subject::dossiers ? definitions_of_dossiers : definitions_of_steps;
}

inline const std::string& in(http::Language language, const http::Words& words) {
  return language == http::Language::english ? words.en : words.vi;
}

}  // namespace motcua::reporting
