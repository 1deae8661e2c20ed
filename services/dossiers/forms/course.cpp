#include "dossiers/forms/course.hpp"

#include <optional>
#include <utility>

#include "dossiers/domain/evolve.hpp"
#include "dossiers/forms/wording.hpp"
#include "dossiers/published.hpp"

namespace motcua::dossiers::forms {
namespace {

struct Entry {
  std::string what;
  std::string due{};
  std::string result{};
};

/// What a control slip says of an event; nothing of those that are no work of an agency.
class Telling {
 public:
  explicit Telling(const catalogue::Catalogue& catalogue) : catalogue_{catalogue} {}

  std::optional<Entry> operator()(const DossierRegistered&) const { return Entry{"Đăng ký hồ sơ"}; }
  std::optional<Entry> operator()(const DossierAccepted& event) const {
    return Entry{"Tiếp nhận hồ sơ", short_moment(event.due.closes)};
  }
  std::optional<Entry> operator()(const DossierNotAccepted&) const { return Entry{"Từ chối tiếp nhận"}; }
  std::optional<Entry> operator()(const DossierAssigned& event) const {
    std::string what = "Chuyển xử lý: " + unit_words(event.handling_unit, catalogue_);
    if (event.officer) what += " (" + event.officer->str() + ")";
    return Entry{std::move(what)};
  }
  std::optional<Entry> operator()(const DossierResolved& event) const {
    const bool granted = event.outcome == Outcome::granted;
    return Entry{granted ? "Đã có kết quả" : "Từ chối giải quyết", "", timeliness_words(event.timeliness)};
  }
  std::optional<Entry> operator()(const ResultReturned&) const { return Entry{"Trả kết quả"}; }
  std::optional<Entry> operator()(const DossierWithdrawn&) const { return Entry{"Công dân rút hồ sơ"}; }
  std::optional<Entry> operator()(const SupplementRequested& event) const {
    return Entry{"Yêu cầu bổ sung giấy tờ", event.reply_due ? short_date(*event.reply_due) : ""};
  }
  std::optional<Entry> operator()(const SupplementReceived& event) const {
    return Entry{"Nhận giấy tờ bổ sung", due_in(event.clock)};
  }
  std::optional<Entry> operator()(const PaymentRequested&) const { return Entry{"Yêu cầu nghĩa vụ tài chính"}; }
  std::optional<Entry> operator()(const PaymentConfirmed& event) const {
    return Entry{"Đã nộp nghĩa vụ tài chính", due_in(event.clock)};
  }
  std::optional<Entry> operator()(const DossierStopped&) const { return Entry{"Dừng giải quyết"}; }
  std::optional<Entry> operator()(const DossierReopened& event) const {
    return Entry{"Mở lại hồ sơ", due_in(event.clock)};
  }
  std::optional<Entry> operator()(const ApologyMade& event) const {
    return Entry{"Xin lỗi, hẹn lại ngày trả kết quả", short_moment(event.promised_at)};
  }
  std::optional<Entry> operator()(const HandedOver& event) const {
    return Entry{"Bàn giao: " + unit_words(event.unit, catalogue_)};
  }
  std::optional<Entry> operator()(const HandoverReceived& event) const {
    return Entry{"Nhận bàn giao bước " + std::to_string(event.step)};
  }
  std::optional<Entry> operator()(const StepBegun& event) const {
    return Entry{
        "Bắt đầu bước " + std::to_string(event.number) + ": " + catalogue_.procedures.agency_name(event.agency),
        short_moment(event.due.closes)};
  }
  std::optional<Entry> operator()(const StepEnded& event) const {
    return Entry{"Kết thúc bước " + std::to_string(event.number), "",
                 event.timeliness ? timeliness_words(*event.timeliness) : ""};
  }
  std::optional<Entry> operator()(const DossierTransferred& event) const {
    return Entry{"Chuyển hồ sơ theo " + event.decision + ": " + unit_words(event.to, catalogue_)};
  }
  std::optional<Entry> operator()(const PeopleErased& event) const {
    return Entry{"Xóa dữ liệu cá nhân theo " + event.decision};
  }
  std::optional<Entry> operator()(const DeadlineRecounted& event) const {
    return Entry{"Tính lại thời hạn: " + event.decision, short_moment(event.clock.due.closes)};
  }
  std::optional<Entry> operator()(const AcceptanceCorrected& event) const {
    std::string what = "Đính chính thời điểm tiếp nhận: " + short_moment(event.accepted_at);
    const auto& end = event.course.end;
    std::string due;
    for (const Stretch& stretch : event.course.stretches) {
      if (stretch.due) due = short_moment(stretch.due->at);
    }
    return Entry{std::move(what), std::move(due), end && end->timeliness ? timeliness_words(*end->timeliness) : ""};
  }
  std::optional<Entry> operator()(const UnitCorrected& event) const {
    return Entry{"Đính chính đơn vị tiếp nhận: " + unit_words(event.unit, catalogue_)};
  }
  std::optional<Entry> operator()(const DossierAnnulled& event) const {
    return Entry{"Hủy do nhập trùng hồ sơ " + event.doubles};
  }
  template <class Other>
  std::optional<Entry> operator()(const Other&) const {
    return std::nullopt;
  }

 private:
  static std::string due_in(const std::optional<ClockResumed>& clock) {
    return clock ? short_moment(clock->due.closes) : "";
  }

  const catalogue::Catalogue& catalogue_;
};

std::string unit_of(const std::string& unit, const catalogue::Catalogue& catalogue) {
  return unit.empty() ? "Hệ thống" : unit_words(core::UnitId{unit}, catalogue);
}

}  // namespace

std::vector<std::vector<std::string>> course_of(std::span<const outbox::HistoryRow> history,
                                                const catalogue::Catalogue& catalogue) {
  const Telling telling{catalogue};
  std::vector<std::vector<std::string>> rows;
  for (const outbox::HistoryRow& row : history) {
    auto entry = std::visit(telling, from_history(row).event);
    if (!entry) continue;
    rows.push_back({std::to_string(rows.size() + 1), unit_of(row.event.unit, catalogue), std::move(entry->what),
                    short_moment(row.event.occurred_at), std::move(entry->due), std::move(entry->result)});
  }
  return rows;
}

}  // namespace motcua::dossiers::forms
