#pragma once

#include "http/message.hpp"

namespace motcua::reporting {

/// What each rate means, for people. Every rate that is shown carries its definition: 96.17 % completed is not 96.17 %
/// on time.
inline const http::Words on_time_definition{
    "Tỷ lệ đúng hạn = (giải quyết trước hạn + đúng hạn) / tổng số đã giải quyết trong kỳ; không tính hồ sơ đang giải "
    "quyết và hồ sơ rút.",
    "On time = (resolved early + on time) / all resolved in the period; pending and withdrawn dossiers are not "
    "counted."};
inline const http::Words completion_definition{
    "Tỷ lệ hoàn thành = tổng số đã giải quyết trong kỳ / tổng số tiếp nhận, kể cả chuyển kỳ trước.",
    "Completion = all resolved in the period / all received, with those carried over."};
/// And what a report counts twice: said once in each.
inline const http::Words paused_definition{
    "Tạm dừng = trong số đang giải quyết, hồ sơ chờ bổ sung giấy tờ, chờ thực hiện nghĩa vụ tài chính hoặc dừng xử lý "
    "(mã trạng thái 5, 6, 8).",
    "Paused = of the pending ones, those that wait for papers, for a payment or were stopped (status codes 5, 6, 8)."};

inline const std::string& in(http::Language language, const http::Words& words) {
  return language == http::Language::english ? words.en : words.vi;
}

}  // namespace motcua::reporting
