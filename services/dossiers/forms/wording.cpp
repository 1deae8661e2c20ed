#include "dossiers/forms/wording.hpp"

#include <cstdio>

namespace motcua::dossiers::forms {
namespace {

struct Parts {
  int year;
  unsigned month;
  unsigned day;
};
Parts parts_of(core::Date date) {
  const std::chrono::year_month_day parts{date};
  return {static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day())};
}

struct Time {
  int hours;
  int minutes;
};
Time time_of(core::Instant moment) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(core::vietnam_time_of_day(moment)).count();
  return {static_cast<int>(minutes / 60), static_cast<int>(minutes % 60)};
}

template <class... Values>
std::string printed(const char* format, Values... values) {
  char text[96];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

}  // namespace

const char* const erased = "(dữ liệu đã xóa)";

std::string long_date(core::Date day) {
  const Parts parts = parts_of(day);
  return printed("ngày %02u tháng %02u năm %d", parts.day, parts.month, parts.year);
}

std::string long_moment(core::Instant moment) {
  const Time time = time_of(moment);
  return printed("%02d giờ %02d phút, ", time.hours, time.minutes) + long_date(core::vietnam_date(moment));
}

std::string short_date(core::Date day) {
  const Parts parts = parts_of(day);
  return printed("%02u/%02u/%d", parts.day, parts.month, parts.year);
}

std::string short_moment(core::Instant moment) {
  const Time time = time_of(moment);
  return printed("%02d:%02d ", time.hours, time.minutes) + short_date(core::vietnam_date(moment));
}

std::string limit_words(const calendar::Allowance& limit) {
  std::string amount = std::to_string(catalogue::in_units(limit));
  switch (limit.mode) {
    case calendar::Mode::day: return amount + " ngày làm việc";
    case calendar::Mode::hour: return amount + " giờ làm việc";
    case calendar::Mode::calendar: return amount + " ngày";
  }
  return amount;
}

std::string channel_words(Channel channel) {
  switch (channel) {
    case Channel::direct: return "Trực tiếp";
    case Channel::online: return "Trực tuyến";
    case Channel::postal: return "Bưu chính công ích";
  }
  return "";
}

std::string timeliness_words(Timeliness timeliness) {
  switch (timeliness) {
    case Timeliness::early: return "Trước hạn";
    case Timeliness::on_time: return "Đúng hạn";
    case Timeliness::overdue: return "Quá hạn";
  }
  return "";
}

std::string status_words(Status status) {
  switch (status) {
    case Status::registered: return "Mới đăng ký";
    case Status::accepted: return "Được tiếp nhận";
    case Status::not_accepted: return "Không được tiếp nhận";
    case Status::processing: return "Đang xử lý";
    case Status::supplement_requested: return "Yêu cầu bổ sung giấy tờ";
    case Status::payment_requested: return "Yêu cầu nộp nghĩa vụ tài chính";
    case Status::withdrawn: return "Công dân rút hồ sơ";
    case Status::stopped: return "Dừng xử lý";
    case Status::resolved: return "Đã xử lý xong";
    case Status::returned: return "Đã trả kết quả";
  }
  return "";
}

std::string paper_words(const std::string& name, PaperKind kind, int copies) {
  const char* word = kind == PaperKind::original ? "bản chính" : kind == PaperKind::copy ? "bản sao" : "bản điện tử";
  return name + " (" + word + ", " + std::to_string(copies) + " bản)";
}

std::string unit_words(const core::UnitId& unit, const catalogue::Catalogue& catalogue) {
  const catalogue::Unit* known = catalogue.units.find(unit);
  return known == nullptr ? unit.str() : known->kind + " " + known->name;
}

std::string procedure_words(const ProcedureKey& procedure, const catalogue::Catalogue& catalogue) {
  const catalogue::Procedure* known = catalogue.procedures.find(procedure.code, procedure.version);
  return known == nullptr ? procedure.code : known->name + " (" + procedure.code + ")";
}

std::string name_words(const PersonDetails& person) { return person.name.empty() ? erased : person.name; }

Head head_of(const catalogue::FormSet& set, const catalogue::FormTitle& title, const core::UnitId& unit, core::Date day,
             const catalogue::Catalogue& catalogue) {
  const catalogue::Unit* known = catalogue.units.find(unit);
  return {.form_number = title.number,
          .title = title.title,
          .legal_basis = set.legal_basis,
          .authority = set.authority,
          .unit = unit_words(unit, catalogue),
          .office = set.office,
          .place = known == nullptr ? unit.str() : known->name,
          .day = day};
}

}  // namespace motcua::dossiers::forms
