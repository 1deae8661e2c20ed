#pragma once

#include <string>

#include "calendar/calendar.hpp"
#include "catalogue/catalogue.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/forms/sheet.hpp"
#include "dossiers/people.hpp"

/// How the papers put things, in Vietnamese.
namespace motcua::dossiers::forms {

/// Stands where a person's data or a text was, once it is erased.
extern const char* const erased;

/// `ngày 05 tháng 12 năm 2020`
std::string long_date(core::Date day);
/// `10 giờ 05 phút, ngày 05 tháng 12 năm 2020`
std::string long_moment(core::Instant moment);
/// `05/12/2020`, and with the time `10:05 05/12/2020`: for tables.
std::string short_date(core::Date day);
std::string short_moment(core::Instant moment);
/// `5 ngày làm việc`
std::string limit_words(const calendar::Allowance& limit);
std::string channel_words(Channel channel);
std::string timeliness_words(Timeliness timeliness);
std::string status_words(Status status);
/// `Tờ khai (bản chính, 2 bản)`
std::string paper_words(const std::string& name, PaperKind kind, int copies);

/// `Phường Kiến An`; the id where the catalogue does not know it any more.
std::string unit_words(const core::UnitId& unit, const catalogue::Catalogue& catalogue);
std::string procedure_words(const ProcedureKey& procedure, const catalogue::Catalogue& catalogue);
/// An empty name was erased.
std::string name_words(const PersonDetails& person);

/// `title` is of `set`; the paper is of `unit`, and of that day.
Head head_of(const catalogue::FormSet& set, const catalogue::FormTitle& title, const core::UnitId& unit, core::Date day,
             const catalogue::Catalogue& catalogue);

}  // namespace motcua::dossiers::forms
