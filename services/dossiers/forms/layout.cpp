#include "dossiers/forms/layout.hpp"

#include <algorithm>

#include "dossiers/forms/wording.hpp"
#include "paper/flow.hpp"
#include "paper/text.hpp"

namespace motcua::dossiers::forms {
namespace {

using paper::Align;
using paper::Face;
using paper::Flow;

constexpr double body = 13;
constexpr double qr_side = 78;
constexpr double gap = 12;  // between the two columns of the head

/// A short rule below a line of the head, in the middle of its column.
void rule(Flow& flow, double from, double to, double y, double length) {
  const double middle = (from + to) / 2;
  flow.document().line({middle - length / 2, y}, {middle + length / 2, y});
}

/// The form's number and source, in the upper right corner.
double corner(Flow& flow, const Head& head) {
  const double from = flow.left() + flow.width() / 3;
  double y = flow.block(from, flow.right(), flow.y(), {{"Mẫu số " + head.form_number, Face::bold}},
                        {.size = 10, .align = Align::right, .leading = 1.2});
  return flow.block(from, flow.right(), y, {{"(" + head.legal_basis + ")", Face::italic}},
                    {.size = 8.5, .align = Align::right, .leading = 1.2});
}

/// Whose the paper is, at the left; below it ends.
double agency(Flow& flow, const Head& head, double from, double to, double y) {
  y = flow.block(from, to, y, {{paper::capitals(head.authority)}}, {.size = 12, .align = Align::centre});
  y = flow.block(from, to, y, {{paper::capitals(head.unit)}}, {.size = 12, .align = Align::centre});
  y = flow.block(from, to, y, {{paper::capitals(head.office), Face::bold}}, {.size = 12, .align = Align::centre});
  rule(flow, from, to, y + 2, 60);
  return y + 8;
}

/// The nation's name and motto, at the right, and when and where.
double nation(Flow& flow, const Head& head, double from, double to, double y) {
  y = flow.block(from, to, y, {{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face::bold}},
                 {.size = 12, .align = Align::centre});
  y = flow.block(from, to, y, {{"Độc lập - Tự do - Hạnh phúc", Face::bold}}, {.size = 13, .align = Align::centre});
  rule(flow, from, to, y + 2, 160);
  return flow.block(from, to, y + 9, {{head.place + ", " + long_date(head.day), Face::italic}},
                    {.size = 12, .align = Align::centre});
}

void head(Flow& flow, const Head& head, const std::string& qr) {
  const double top = corner(flow, head) + 8;
  const double nation_width = 268;  // one line of it, at that size
  const double split = flow.right() - nation_width;
  double left = agency(flow, head, flow.left(), split - gap, top);
  const double right = nation(flow, head, split, flow.right(), top);
  if (!qr.empty()) {
    const double middle = (flow.left() + split - gap) / 2;
    flow.document().qr({middle - qr_side / 2, left}, qr_side, paper::qr_of(qr));
    left += qr_side;
  }
  flow.go_to(std::max(left, right) + 8);
}

void title(Flow& flow, const std::string& words, const std::string& below) {
  flow.paragraph({{paper::capitals(words), Face::bold}}, {.size = 15, .align = Align::centre, .after = 2});
  flow.paragraph({{below, Face::italic}}, {.size = 12, .align = Align::centre, .after = 12});
}

struct Drawing {
  Flow& flow;

  void operator()(const Field& field) const {
    flow.paragraph({{field.label + ": "}, {field.value, Face::bold}}, {.size = body});
  }
  void operator()(const Paragraph& paragraph) const { flow.paragraph({{paragraph.text}}, {.size = body}); }
  void operator()(const Numbered& numbered) const {
    int number = 0;
    for (const std::string& item : numbered.items) {
      flow.paragraph({{std::to_string(++number) + ".\u00a0" + item}},
                     {.size = body, .first_indent = 20, .indent = 33, .after = 2});
    }
    flow.space(2);
  }
  void operator()(const Course& course) const {
    flow.space(6);
    flow.table({.columns = {{"TT", 0.06, Align::centre},
                            {"Cơ quan, đơn vị", 0.22},
                            {"Nội dung", 0.33},
                            {"Thời gian", 0.14, Align::centre},
                            {"Hạn", 0.14, Align::centre},
                            {"Kết quả", 0.11, Align::centre}},
                .rows = course.rows});
  }
};

/// Blocks to sign in, side by side; one alone stands at the right.
void signatures(Flow& flow, const std::vector<Signature>& all) {
  constexpr double room = 110;  // for name and seal
  flow.space(14);
  flow.need(room);
  const double wide = flow.width() / 2;
  for (std::size_t at = 0; at < all.size(); ++at) {
    const double from = flow.left() + wide * static_cast<double>(at + 2 - all.size());
    const double y = flow.block(from, from + wide, flow.y(), {{paper::capitals(all[at].who), Face::bold}},
                                {.size = 12, .align = Align::centre});
    flow.block(from, from + wide, y, {{all[at].how, Face::italic}}, {.size = 11, .align = Align::centre});
  }
}

}  // namespace

void lay_out(const Sheet& sheet, paper::Document& document) {
  Flow flow{document, {}};
  head(flow, sheet.head, sheet.qr);
  title(flow, sheet.head.title, "Mã hồ sơ: " + sheet.number);
  for (const Block& block : sheet.blocks) std::visit(Drawing{flow}, block);
  signatures(flow, sheet.signatures);
  flow.foot([&](std::size_t page, std::size_t pages) {
    return sheet.number + " – Trang " + std::to_string(page) + "/" + std::to_string(pages);
  });
}

void lay_out(const Register& all, paper::Document& document) {
  Flow flow{document, {.left = 40, .right = 40, .top = 40, .bottom = 50}};
  head(flow, all.head, "");
  title(flow, all.head.title, "Từ " + long_date(all.from) + " đến " + long_date(all.to));
  flow.table({.columns = {{"TT", 0.035, Align::centre},
                          {"Mã hồ sơ", 0.12},
                          {"Tên thủ tục hành chính", 0.175},
                          {"Tên cá nhân, tổ chức", 0.11},
                          {"Số điện thoại", 0.08},
                          {"Cơ quan chủ trì giải quyết", 0.09},
                          {"Nhận hồ sơ", 0.067, Align::centre},
                          {"Hẹn trả kết quả", 0.067, Align::centre},
                          {"Có kết quả", 0.067, Align::centre},
                          {"Trả kết quả", 0.067, Align::centre},
                          {"Hình thức nộp", 0.062},
                          {"Ghi chú", 0.06}},
              .rows = all.rows,
              .size = 9});
  flow.foot([](std::size_t page, std::size_t pages) {
    return "Trang " + std::to_string(page) + "/" + std::to_string(pages);
  });
}

}  // namespace motcua::dossiers::forms
