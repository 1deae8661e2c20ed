#include "dossiers/forms/content.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "dossiers/domain/evolve.hpp"
#include "dossiers/forms/course.hpp"
#include "dossiers/forms/wording.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/published.hpp"

namespace motcua::dossiers::forms {
namespace {

using catalogue::Form;

constexpr const char* sign = "(Ký và ghi rõ họ tên)";
constexpr const char* sign_and_seal = "(Ký, đóng dấu và ghi rõ họ tên)";
constexpr const char* head_of_the_agency = "Thủ trưởng cơ quan, đơn vị";
constexpr const char* officer_at_the_counter = "Người tiếp nhận hồ sơ";

/// Whether an event is what the paper tells of.
bool is_told_by(Form form, const Event& event) {
  switch (form) {
    case Form::receipt:
    case Form::control_slip: return std::holds_alternative<DossierAccepted>(event);
    case Form::supplement_request: return std::holds_alternative<SupplementRequested>(event);
    case Form::refusal: return std::holds_alternative<DossierNotAccepted>(event);
    case Form::apology: return std::holds_alternative<ApologyMade>(event);
    case Form::stop_notice: return std::holds_alternative<DossierStopped>(event);
    case Form::registry: return false;  // of many dossiers
  }
  return false;
}

/// What those papers tell of was corrected, so they tell it as it is right.
bool is_corrected_by(Form form, const Event& event, const Dossier& after) {
  if ((form != Form::receipt && form != Form::control_slip) || !after.accepted_at) return false;
  return std::holds_alternative<AcceptanceCorrected>(event) || std::holds_alternative<UnitCorrected>(event);
}

/// The event that a paper tells of, and the dossier after it.
struct Ground {
  Happening happening;
  Dossier dossier;
};
std::optional<Ground> ground_of(Form form, std::span<const outbox::HistoryRow> history) {
  Dossier dossier;
  std::optional<Ground> ground;
  for (const outbox::HistoryRow& row : history) {
    Happening happening = from_history(row);
    dossier = evolve(std::move(dossier), happening);
    if (is_told_by(form, happening.event)) {
      ground = Ground{std::move(happening), dossier};
    } else if (is_corrected_by(form, happening.event, dossier)) {
      happening.occurred_at = dossier.accepted_at.value();
      ground = Ground{std::move(happening), dossier};
    }
  }
  // A second entry has nothing to tell that the first one does not.
  if (dossier.doubles && form != Form::control_slip) return std::nullopt;
  return ground;
}

std::vector<std::string> lines_of(const Note& note, const Material& material) {
  const auto found = material.texts.find(note.ref);
  if (found == material.texts.end()) return {erased};
  std::vector<std::string> lines;
  for (const std::string_view line : core::split(found->second, '\n')) lines.emplace_back(line);
  return lines;
}

std::vector<std::string> components_of(const Material& material) {
  std::vector<std::string> items;
  const auto registered = std::get<DossierRegistered>(from_history(material.history.front()).event);
  for (std::size_t at = 0; at < registered.components.size(); ++at) {
    const bool kept = at < material.components.size();
    const Component& one = registered.components[at];
    items.push_back(paper_words(kept ? material.components[at].name : erased, one.kind, one.copies));
  }
  return items;
}

void add_person(std::vector<Block>& blocks, const char* label, const PersonDetails& person) {
  blocks.emplace_back(Field{label, name_words(person)});
  if (person.identity_number) blocks.emplace_back(Field{"Số định danh", *person.identity_number});
  if (person.phone) blocks.emplace_back(Field{"Số điện thoại", *person.phone});
}

void add_people(std::vector<Block>& blocks, const char* label, const Material& material) {
  add_person(blocks, label, material.people.person);
  if (material.people.representative) add_person(blocks, "Người được ủy quyền", *material.people.representative);
}

/// One paper being written.
class Writing {
 public:
  Writing(const Material& material, const Ground& ground, const Head& head)
      : material_{material}, ground_{ground}, dossier_{ground.dossier}, head_{head} {}

  std::vector<Block> write(Form form) {
    switch (form) {
      case Form::receipt: receipt(); break;
      case Form::supplement_request: supplement_request(std::get<SupplementRequested>(ground_.happening.event)); break;
      case Form::refusal: refusal(std::get<DossierNotAccepted>(ground_.happening.event)); break;
      case Form::apology: apology(std::get<ApologyMade>(ground_.happening.event)); break;
      case Form::stop_notice: stop_notice(std::get<DossierStopped>(ground_.happening.event)); break;
      case Form::control_slip: control_slip(); break;
      case Form::registry: break;
    }
    return std::move(blocks_);
  }

 private:
  void field(const char* label, std::string value) { blocks_.emplace_back(Field{label, std::move(value)}); }
  void say(std::string text) { blocks_.emplace_back(Paragraph{std::move(text)}); }
  void list(std::vector<std::string> items) { blocks_.emplace_back(Numbered{std::move(items)}); }
  std::string writer() const { return head_.authority + " " + head_.unit; }
  std::string procedure() const { return procedure_words(dossier_.procedure, material_.catalogue); }

  void receipt() {
    add_people(blocks_, "Tiếp nhận hồ sơ của", material_);
    field("Nội dung yêu cầu giải quyết", procedure());
    auto components = components_of(material_);
    say(components.empty() ? "Thành phần hồ sơ nộp: không kê khai." : "Thành phần hồ sơ nộp gồm:");
    if (!components.empty()) list(std::move(components));
    field("Hình thức nộp", channel_words(dossier_.channel));
    if (dossier_.clock) field("Thời gian giải quyết hồ sơ theo quy định", limit_words(dossier_.clock->limit));
    field("Thời gian nhận hồ sơ", long_moment(ground_.happening.occurred_at));
    if (dossier_.deadline) field("Thời gian trả kết quả giải quyết hồ sơ", long_moment(dossier_.deadline->original_at));
    // What an import brought has no slip code.
    if (dossier_.imported) return;
    say("Tra cứu tình trạng hồ sơ tại " + material_.lookup_address +
        " bằng mã hồ sơ và mã tra cứu đã cấp khi nộp hồ sơ.");
  }

  void supplement_request(const SupplementRequested& event) {
    add_people(blocks_, "Hồ sơ của", material_);
    field("Nội dung yêu cầu giải quyết", procedure());
    field("Lần yêu cầu bổ sung", std::to_string(dossier_.supplements));
    say("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:");
    list(lines_of(event.items, material_));
    if (event.reply_due) field("Hạn bổ sung", long_date(*event.reply_due));
    // Before the acceptance there is no period that could wait.
    if (dossier_.accepted_at && event.effect == SupplementEffect::restart)
      say("Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.");
    if (dossier_.accepted_at && event.effect == SupplementEffect::pause)
      say("Thời gian chờ bổ sung không tính vào thời hạn giải quyết.");
    say("Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với " + head_.office + " " +
        unit_words(dossier_.responsible_unit, material_.catalogue) + " để được hướng dẫn.");
  }

  void refusal(const DossierNotAccepted& event) {
    add_people(blocks_, "Hồ sơ của", material_);
    field("Nội dung yêu cầu giải quyết", procedure());
    say("Qua xem xét, " + head_.office + " " + unit_words(dossier_.responsible_unit, material_.catalogue) +
        " thông báo không tiếp nhận hồ sơ này với lý do cụ thể như sau:");
    list(lines_of(event.reasons, material_));
    say("Xin thông báo cho Ông/Bà được biết và thực hiện.");
  }

  void begin_letter() {
    field("Kính gửi", name_words(material_.people.person));
    std::string text = "Hồ sơ " + dossier_.number + " của Ông/Bà về việc " + procedure();
    if (dossier_.accepted_at) text += " được tiếp nhận " + long_date(core::vietnam_date(*dossier_.accepted_at));
    say(text + ".");
  }

  void apology(const ApologyMade& event) {
    begin_letter();
    if (dossier_.deadline) field("Thời gian hẹn trả kết quả", long_moment(dossier_.deadline->at));
    say(writer() + " không trả được kết quả đúng thời hạn nêu trên với lý do:");
    list(lines_of(event.reasons, material_));
    say("Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà. " + writer() +
        " xin lỗi Ông/Bà và hẹn lại thời gian trả kết quả:");
    field("Thời gian trả kết quả", long_moment(event.promised_at));
    say("Mong nhận được sự thông cảm của Ông/Bà vì sự chậm trễ này.");
  }

  void stop_notice(const DossierStopped& event) {
    begin_letter();
    say(writer() + " thông báo dừng giải quyết hồ sơ này kể từ " + long_moment(ground_.happening.occurred_at) +
        " với lý do:");
    list(lines_of(event.reasons, material_));
    if (event.clock) say("Thời hạn giải quyết không được tính cho đến khi hồ sơ được mở lại.");
    say("Xin thông báo cho Ông/Bà được biết.");
  }

  // It goes with the dossier from desk to desk, so it names no citizen.
  void control_slip() {
    field("Cơ quan tiếp nhận", unit_words(dossier_.receiving_unit, material_.catalogue));
    field("Nội dung", procedure());
    if (dossier_.clock) field("Thời hạn giải quyết theo quy định", limit_words(dossier_.clock->limit));
    if (dossier_.deadline) field("Hẹn trả kết quả khi tiếp nhận", long_moment(dossier_.deadline->original_at));
    blocks_.emplace_back(Course{course_of(material_.history, material_.catalogue)});
  }

  const Material& material_;
  const Ground& ground_;
  const Dossier& dossier_;
  const Head& head_;
  std::vector<Block> blocks_;
};

std::vector<Signature> signatures_of(Form form) {
  switch (form) {
    case Form::receipt:
    case Form::refusal: return {{"Người nộp hồ sơ", sign}, {officer_at_the_counter, sign}};
    case Form::supplement_request: return {{"Người hướng dẫn", sign}};
    case Form::apology:
    case Form::stop_notice: return {{head_of_the_agency, sign_and_seal}};
    case Form::control_slip: return {{"Người lập phiếu", sign}};
    case Form::registry: break;
  }
  return {};
}

/// Letters come from who works on the dossier; everything else from the counter.
const core::UnitId& writer_of(Form form, const Dossier& dossier) {
  const bool letter = form == Form::apology || form == Form::stop_notice;
  return letter && dossier.handling_unit ? *dossier.handling_unit : dossier.responsible_unit;
}

}  // namespace

core::Result<Sheet, http::Problem> sheet_of(Form form, const Material& material) {
  const auto ground = ground_of(form, material.history);
  if (!ground) return problems::form_without_ground();
  const core::Date day = core::vietnam_date(ground->happening.occurred_at);
  const catalogue::FormSet& set = material.catalogue.forms.on(day);
  const catalogue::FormTitle* title = set.find(form);
  if (title == nullptr) return problems::form_not_in_set();
  const Dossier& dossier = ground->dossier;
  Sheet sheet{.head = head_of(set, *title, writer_of(form, dossier), day, material.catalogue),
              .number = dossier.number,
              .qr = dossier.number + '\n' + material.lookup_address,
              .blocks = {},
              .signatures = signatures_of(form)};
  sheet.blocks = Writing{material, *ground, sheet.head}.write(form);
  return sheet;
}

}  // namespace motcua::dossiers::forms
