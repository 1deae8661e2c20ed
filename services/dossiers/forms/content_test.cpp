// What each paper says, for a dossier whose life is told event by event.
#include "dossiers/forms/content.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "dossiers/domain/evolve.hpp"
#include "dossiers/domain/examples.hpp"
#include "dossiers/forms/register.hpp"
#include "dossiers/forms/wording.hpp"
#include "dossiers/published.hpp"

namespace motcua::dossiers::forms {
namespace {

using catalogue::Form;
using examples::at;
using examples::on;

const catalogue::Catalogue& real() {
  static const auto loaded = catalogue::load(CATALOGUE_FOLDER).value();
  return *loaded;
}

const core::UnitId kien_an{"u0353"};   // a ward of today
const core::UnitId phu_lien{"u0354"};  // another
const core::UnitId of_2020{"u0006"};   // a district until 2025-07-01
const std::string address = "https://motcua.vn/tra-cuu";

/// A dossier's history, written as the desk would.
class Life {
 public:
  explicit Life(core::UnitId unit = kien_an) : unit_{std::move(unit)} {}

  Life& add(const Event& event, const std::string& moment) {
    const Happening happening{event, at(moment), at(moment), std::nullopt};
    dossier_ = evolve(std::move(dossier_), happening);
    rows_.push_back({.record_id = "d-1",
                     .version = dossier_.version,
                     .event = to_history(happening, dossier_, {"staff-1", unit_.str(), ""}),
                     .previous_hash = "",
                     .hash = "",
                     .sequence = 0});
    return *this;
  }
  Life& registered(const std::string& moment, Channel channel = Channel::direct, bool imported = false) {
    return add(DossierRegistered{.id = DossierId{"d-1"},
                                 .number = "H24.172-260302-0001",
                                 .procedure = {"1.004884.H24", "2018-1", "civil_status"},
                                 .receiving_unit = unit_,
                                 .channel = channel,
                                 .applicant = {ApplicantKind::citizen, {PersonRef{"p-1"}, "digest"}, std::nullopt},
                                 .components = {{PaperKind::original, 1}, {PaperKind::copy, 2}},
                                 .source = std::nullopt,
                                 .imported = imported},
               moment);
  }
  Life& accepted(const std::string& moment, bool imported = false) {
    registered(moment, Channel::direct, imported);
    const auto* procedure = real().procedures.find("1.004884.H24", "2018-1");
    return add(DossierAccepted{{"1.004884.H24", "2018-1", "civil_status"},
                               real().calendar.due_after(at(moment), procedure->limit, {}).value(),
                               procedure->limit},
               moment);
  }

  core::Result<Sheet, http::Problem> sheet(Form form) const {
    return sheet_of(form, {rows_, people, components, texts, real(), address});
  }

  ApplicantDetails people{ApplicantKind::citizen, {"Lê Thị Thử Nghiệm", "000000000001", "0000000001"}, std::nullopt};
  std::vector<NamedComponent> components{{"Tờ khai", PaperKind::original, 1},
                                         {"Giấy khai sinh cũ", PaperKind::copy, 2}};
  std::map<NoteRef, std::string> texts{{NoteRef{"n-1"}, "Thiếu chữ ký\nThiếu ảnh 3x4"}};

 private:
  core::UnitId unit_;
  Dossier dossier_;
  std::vector<outbox::HistoryRow> rows_;
};

const Note note{NoteRef{"n-1"}, "digest"};

/// A line for each block, item and row.
struct Said {
  std::vector<std::string>& lines;
  void operator()(const Field& one) const { lines.push_back(one.label + ": " + one.value); }
  void operator()(const Paragraph& one) const { lines.push_back(one.text); }
  void operator()(const Numbered& one) const {
    for (const std::string& item : one.items) lines.push_back("- " + item);
  }
  void operator()(const Course& one) const {
    for (const auto& row : one.rows) {
      std::string line;
      for (const std::string& cell : row) line += (line.empty() ? "" : " | ") + cell;
      lines.push_back(line);
    }
  }
};
std::vector<std::string> said(const core::Result<Sheet, http::Problem>& sheet) {
  if (!sheet) return {sheet.error().code};
  std::vector<std::string> lines;
  for (const Block& block : sheet->blocks) std::visit(Said{lines}, block);
  return lines;
}
using Lines = std::vector<std::string>;

TEST(AReceipt, SaysWhatWasHandedInAndWhenTheResultWasPromised) {
  Life life;
  life.accepted("2026-03-02 09:05")
      .add(SupplementRequested{note, SupplementEffect::restart, {}, {}, {}}, "2026-03-03 09:00");
  const Lines expected{
      "Tiếp nhận hồ sơ của: Lê Thị Thử Nghiệm",
      "Số định danh: 000000000001",
      "Số điện thoại: 0000000001",
      "Nội dung yêu cầu giải quyết: Đăng ký lại khai sinh (1.004884.H24)",
      "Thành phần hồ sơ nộp gồm:",
      "- Tờ khai (bản chính, 1 bản)",
      "- Giấy khai sinh cũ (bản sao, 2 bản)",
      "Hình thức nộp: Trực tiếp",
      "Thời gian giải quyết hồ sơ theo quy định: 5 ngày làm việc",
      "Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 02 tháng 03 năm 2026",
      "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 09 tháng 03 năm 2026",
      "Tra cứu tình trạng hồ sơ tại https://motcua.vn/tra-cuu bằng mã hồ sơ và mã tra cứu đã cấp khi nộp hồ sơ."};
  EXPECT_EQ(said(life.sheet(Form::receipt)), expected);
}

TEST(AReceipt, KeepsThePromiseOfThenWhenTheDueDateMoved) {
  Life life;
  const auto before = said(life.accepted("2026-03-02 09:05").sheet(Form::receipt));
  life.add(ApologyMade{on("2026-03-12"), at("2026-03-12 17:00"), true, note}, "2026-03-06 10:00");
  EXPECT_EQ(said(life.sheet(Form::receipt)), before);
}

TEST(AReceipt, HasTheHeadOfItsDayAndAQrCodeThatNamesNobody) {
  Life life;
  const auto sheet = life.accepted("2026-03-02 09:05").sheet(Form::receipt);
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->head.form_number, "01");
  EXPECT_EQ(sheet->head.title, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả");
  EXPECT_EQ(sheet->head.authority, "Ủy ban nhân dân");
  EXPECT_EQ(sheet->head.unit, "Phường Kiến An");
  EXPECT_EQ(sheet->number, "H24.172-260302-0001");
  EXPECT_EQ(sheet->head.office, "Trung tâm Phục vụ hành chính công");
  EXPECT_EQ(sheet->head.place, "Kiến An");
  EXPECT_EQ(sheet->head.day, on("2026-03-02"));
  EXPECT_EQ(sheet->qr, "H24.172-260302-0001\nhttps://motcua.vn/tra-cuu");
  const std::vector<Signature> expected{{"Người nộp hồ sơ", "(Ký và ghi rõ họ tên)"},
                                        {"Người tiếp nhận hồ sơ", "(Ký và ghi rõ họ tên)"}};
  EXPECT_EQ(sheet->signatures, expected);
}

TEST(AReceipt, OfAnImportPromisesNoLookUp) {
  Life life;
  for (const std::string& line : said(life.accepted("2026-03-02 09:05", true).sheet(Form::receipt)))
    EXPECT_EQ(line.find("Tra cứu"), std::string::npos) << line;
}

TEST(AReceipt, NamesTheRepresentative) {
  Life life;
  life.people.representative = PersonDetails{"Trần Văn Đại Diện", std::nullopt, "0000000002"};
  const auto lines = said(life.accepted("2026-03-02 09:05").sheet(Form::receipt));
  EXPECT_EQ(lines[3], "Người được ủy quyền: Trần Văn Đại Diện");
  EXPECT_EQ(lines[4], "Số điện thoại: 0000000002");
}

TEST(ASupplementRequest, ListsWhatIsMissingAndWhatTheWaitingDoes) {
  Life life;
  life.accepted("2026-03-02 09:05");
  life.add(SupplementRequested{note, SupplementEffect::pause, on("2026-03-20"), {}, ClockStopped{1}},
           "2026-03-03 09:00");
  const Lines expected{
      "Hồ sơ của: Lê Thị Thử Nghiệm",
      "Số định danh: 000000000001",
      "Số điện thoại: 0000000001",
      "Nội dung yêu cầu giải quyết: Đăng ký lại khai sinh (1.004884.H24)",
      "Lần yêu cầu bổ sung: 1",
      "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
      "- Thiếu chữ ký",
      "- Thiếu ảnh 3x4",
      "Hạn bổ sung: ngày 20 tháng 03 năm 2026",
      "Thời gian chờ bổ sung không tính vào thời hạn giải quyết.",
      ("Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với Trung tâm Phục vụ hành chính "
       "công Phường Kiến An để được hướng dẫn.")};
  EXPECT_EQ(said(life.sheet(Form::supplement_request)), expected);
}

TEST(ASupplementRequest, BeforeTheAcceptancePromisesNothingAboutAPeriod) {
  Life life;
  life.registered("2026-03-02 09:05", Channel::online);
  life.add(SupplementRequested{note, SupplementEffect::restart, {}, {}, {}}, "2026-03-03 09:00");
  for (const std::string& line : said(life.sheet(Form::supplement_request)))
    EXPECT_EQ(line.find("Thời hạn giải quyết"), std::string::npos) << line;
}

TEST(ARefusal, GivesTheReasons) {
  Life life;
  life.registered("2026-03-02 09:05", Channel::online).add(DossierNotAccepted{note}, "2026-03-03 14:00");
  const auto sheet = life.sheet(Form::refusal);
  const Lines expected{
      "Hồ sơ của: Lê Thị Thử Nghiệm",
      "Số định danh: 000000000001",
      "Số điện thoại: 0000000001",
      "Nội dung yêu cầu giải quyết: Đăng ký lại khai sinh (1.004884.H24)",
      ("Qua xem xét, Trung tâm Phục vụ hành chính công Phường Kiến An thông báo không tiếp nhận hồ sơ này "
       "với lý do cụ thể như sau:"),
      "- Thiếu chữ ký",
      "- Thiếu ảnh 3x4",
      "Xin thông báo cho Ông/Bà được biết và thực hiện."};
  EXPECT_EQ(said(sheet), expected);
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->head.day, on("2026-03-03"));
}

TEST(AnApology, GivesTheReasonAndTheDayPromised) {
  Life life;
  life.accepted("2026-03-02 09:05").add(DossierAssigned{phu_lien, std::nullopt, false}, "2026-03-02 10:00");
  life.add(ApologyMade{on("2026-03-12"), at("2026-03-12 17:00"), true, note}, "2026-03-06 10:00");
  const auto sheet = life.sheet(Form::apology);
  const Lines expected{
      "Kính gửi: Lê Thị Thử Nghiệm",
      ("Hồ sơ H24.172-260302-0001 của Ông/Bà về việc Đăng ký lại khai sinh (1.004884.H24) được tiếp nhận ngày 02 tháng "
       "03 "
       "năm 2026."),
      "Thời gian hẹn trả kết quả: 17 giờ 00 phút, ngày 09 tháng 03 năm 2026",
      "Ủy ban nhân dân Phường Phù Liễn không trả được kết quả đúng thời hạn nêu trên với lý do:",
      "- Thiếu chữ ký",
      "- Thiếu ảnh 3x4",
      ("Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà. Ủy ban nhân dân Phường Phù Liễn xin lỗi "
       "Ông/Bà và hẹn lại thời gian trả kết quả:"),
      "Thời gian trả kết quả: 17 giờ 00 phút, ngày 12 tháng 03 năm 2026",
      "Mong nhận được sự thông cảm của Ông/Bà vì sự chậm trễ này."};
  EXPECT_EQ(said(sheet), expected);
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->head.unit, "Phường Phù Liễn");  // who works on it, not the counter
}

TEST(AnApology, KeepsTheDueDateOfThenWhenItMoves) {
  Life life;
  life.accepted("2026-03-02 09:05")
      .add(ApologyMade{on("2026-03-12"), at("2026-03-12 17:00"), true, note}, "2026-03-06 10:00");
  const auto before = said(life.sheet(Form::apology));
  life.add(SupplementRequested{note, SupplementEffect::restart, {}, {}, ClockStopped{4}}, "2026-03-06 11:00");
  const auto due = real().calendar.due_after(at("2026-03-16 10:00"), {calendar::Mode::day, 5}, {}).value();
  life.add(SupplementReceived{std::nullopt, ClockResumed{due, 0}}, "2026-03-16 10:00");
  EXPECT_EQ(said(life.sheet(Form::apology)), before);
}

TEST(AStopNotice, SaysSinceWhenAndWhy) {
  Life life;
  life.accepted("2026-03-02 09:05").add(DossierStopped{note, ClockStopped{2}}, "2026-03-04 15:30");
  const Lines expected{"Kính gửi: Lê Thị Thử Nghiệm",
                       ("Hồ sơ H24.172-260302-0001 của Ông/Bà về việc Đăng ký lại khai sinh (1.004884.H24) được tiếp "
                        "nhận ngày 02 tháng 03 "
                        "năm 2026."),
                       ("Ủy ban nhân dân Phường Kiến An thông báo dừng giải quyết hồ sơ này kể từ 15 giờ 30 phút, ngày "
                        "04 tháng 03 năm 2026 "
                        "với lý do:"),
                       "- Thiếu chữ ký",
                       "- Thiếu ảnh 3x4",
                       "Thời hạn giải quyết không được tính cho đến khi hồ sơ được mở lại.",
                       "Xin thông báo cho Ông/Bà được biết."};
  EXPECT_EQ(said(life.sheet(Form::stop_notice)), expected);
}

TEST(AControlSlip, TellsTheCourseAndNamesNoCitizen) {
  Life life;
  life.accepted("2026-03-02 09:05").add(DossierAssigned{phu_lien, OfficerId{"cb.0042"}, false}, "2026-03-02 10:00");
  life.add(DueSoon{on("2026-03-09"), at("2026-03-09 17:00")}, "2026-03-06 08:00");
  life.add(DossierResolved{Outcome::granted, Timeliness::early, {}, 0, {}}, "2026-03-06 10:00");
  life.add(ResultReturned{std::nullopt}, "2026-03-09 08:15");
  const auto lines = said(life.sheet(Form::control_slip));
  const Lines expected{"Cơ quan tiếp nhận: Phường Kiến An",
                       "Nội dung: Đăng ký lại khai sinh (1.004884.H24)",
                       "Thời hạn giải quyết theo quy định: 5 ngày làm việc",
                       "Hẹn trả kết quả khi tiếp nhận: 17 giờ 00 phút, ngày 09 tháng 03 năm 2026",
                       "1 | Phường Kiến An | Đăng ký hồ sơ | 09:05 02/03/2026 |  | ",
                       "2 | Phường Kiến An | Tiếp nhận hồ sơ | 09:05 02/03/2026 | 17:00 09/03/2026 | ",
                       "3 | Phường Kiến An | Chuyển xử lý: Phường Phù Liễn (cb.0042) | 10:00 02/03/2026 |  | ",
                       "4 | Phường Kiến An | Đã có kết quả | 10:00 06/03/2026 |  | Trước hạn",
                       "5 | Phường Kiến An | Trả kết quả | 08:15 09/03/2026 |  | "};
  EXPECT_EQ(lines, expected);
  for (const std::string& line : lines) EXPECT_EQ(line.find("Thử Nghiệm"), std::string::npos) << line;
}

struct Case {
  const char* name;
  Form form;
};
class WithoutGround : public testing::TestWithParam<Case> {};

TEST_P(WithoutGround, APaperIsRefused) {
  Life registered;
  EXPECT_EQ(said(registered.registered("2026-03-02 09:05", Channel::online).sheet(GetParam().form)),
            Lines{"form-without-ground"});
}
TEST_P(WithoutGround, ARefusalByTheStateIs409) {
  Life registered;
  const auto sheet = registered.registered("2026-03-02 09:05", Channel::online).sheet(GetParam().form);
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().status, 409);
}
INSTANTIATE_TEST_SUITE_P(Forms, WithoutGround,
                         testing::Values(Case{"Receipt", Form::receipt}, Case{"Supplement", Form::supplement_request},
                                         Case{"Refusal", Form::refusal}, Case{"Apology", Form::apology},
                                         Case{"StopNotice", Form::stop_notice},
                                         Case{"ControlSlip", Form::control_slip}),
                         [](const auto& one) { return one.param.name; });

TEST(TheSet, IsThatOfTheDayOfTheEvent) {
  Life before{of_2020};
  before.accepted("2025-06-02 09:05").add(DossierStopped{note, ClockStopped{1}}, "2025-06-03 09:00");
  EXPECT_EQ(said(before.sheet(Form::stop_notice)), Lines{"form-not-in-set"});
  const auto receipt = before.sheet(Form::receipt);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->head.office, "Bộ phận Tiếp nhận và Trả kết quả");
  EXPECT_NE(receipt->head.legal_basis.find("01/2018"), std::string::npos);
  EXPECT_EQ(receipt->head.unit, "Quận Kiến An");
}

TEST(TheSet, MayDifferBetweenTwoPapersOfADossier) {
  Life life;
  life.accepted("2025-09-12 09:05").add(DossierStopped{note, ClockStopped{1}}, "2025-09-15 09:00");
  EXPECT_NE(life.sheet(Form::receipt).value().head.legal_basis.find("01/2018"), std::string::npos);
  EXPECT_NE(life.sheet(Form::stop_notice).value().head.legal_basis.find("03/2025"), std::string::npos);
  EXPECT_EQ(life.sheet(Form::control_slip).value().head.form_number, "05");
}

TEST(WhatWasErased, ShowsAsErased) {
  Life life;
  life.accepted("2026-03-02 09:05").add(DossierStopped{note, ClockStopped{2}}, "2026-03-04 15:30");
  life.people = {ApplicantKind::citizen, {"", std::nullopt, std::nullopt}, std::nullopt};
  life.components.clear();
  life.texts.clear();
  const auto receipt = said(life.sheet(Form::receipt));
  EXPECT_EQ(receipt[0], "Tiếp nhận hồ sơ của: (dữ liệu đã xóa)");
  EXPECT_EQ(receipt[3], "- (dữ liệu đã xóa) (bản chính, 1 bản)");
  const auto notice = said(life.sheet(Form::stop_notice));
  EXPECT_EQ(notice[0], "Kính gửi: (dữ liệu đã xóa)");
  EXPECT_EQ(notice[3], "- (dữ liệu đã xóa)");
}

TEST(ARegister, HasALineForEachDossier) {
  Dossier dossier;
  dossier.number = "H24.172-260302-0001";
  dossier.procedure = {"1.004884.H24", "2018-1", "civil_status"};
  dossier.handling_unit = phu_lien;
  dossier.submitted_at = at("2026-03-02 09:05");
  dossier.status = Status::processing;
  std::vector<Registered> received{
      {dossier, ApplicantDetails{ApplicantKind::citizen, {"Lê Thị Thử Nghiệm", {}, "0000000001"}, {}}}};
  const auto all = register_of(kien_an, on("2026-03-01"), on("2026-03-31"), received, real());
  ASSERT_TRUE(all);
  EXPECT_EQ(all->head.form_number, "07");
  const Lines expected{"1",
                       "H24.172-260302-0001",
                       "Đăng ký lại khai sinh (1.004884.H24)",
                       "Lê Thị Thử Nghiệm",
                       "0000000001",
                       "Phường Phù Liễn",
                       "02/03/2026",
                       "",
                       "",
                       "",
                       "Trực tiếp",
                       "Đang xử lý"};
  ASSERT_EQ(all->rows.size(), 1U);
  EXPECT_EQ(all->rows.front(), expected);

  received.front().people.reset();
  const auto without = register_of(kien_an, on("2026-03-01"), on("2026-03-31"), received, real());
  EXPECT_EQ(without->rows.front().at(3), "(đã chuyển)");
  EXPECT_EQ(without->rows.front().at(4), "");
  EXPECT_EQ(register_of(kien_an, on("2025-07-01"), on("2025-09-14"), {}, real()).value().head.form_number, "06");
}

}  // namespace
}  // namespace motcua::dossiers::forms
