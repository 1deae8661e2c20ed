#include "dossiers/paper_views.hpp"

#include <nlohmann/json.hpp>

namespace motcua::dossiers::views {
namespace {

using Json = nlohmann::ordered_json;

Json block(const rows::PaperRow& paper, bool whole, const catalogue::Catalogue& catalogue) {
  const catalogue::Unit* unit = catalogue.units.find(paper.added_unit);
  Json body{{"id", paper.id.str()},
            {"component", paper.component ? Json(*paper.component) : Json(nullptr)},
            {"kind", name_of(paper.kind)},
            {"media_type", paper.media_type},
            {"size", paper.size}};
  if (whole) body["sha256"] = paper.checksum ? Json(*paper.checksum) : Json(nullptr);
  body["added_at"] = core::format_instant(paper.added_at);
  body["added_by"] = paper.added_by;
  body["added_unit"] = {{"id", paper.added_unit.str()}, {"name", unit == nullptr ? Json(nullptr) : Json(unit->name)}};
  body["has_content"] = paper.blob.has_value();
  body["withdrawn_at"] = paper.withdrawn_at ? Json(core::format_instant(*paper.withdrawn_at)) : Json(nullptr);
  body["withdrawn_by"] = paper.withdrawn_by ? Json(*paper.withdrawn_by) : Json(nullptr);
  return body;
}

}  // namespace

std::string paper(const rows::PaperRow& paper, bool whole, const catalogue::Catalogue& catalogue) {
  return block(paper, whole, catalogue).dump();
}

std::string papers(std::span<const rows::PaperRow> papers, bool whole, const catalogue::Catalogue& catalogue) {
  Json items = Json::array();
  for (const rows::PaperRow& paper : papers) items.push_back(block(paper, whole, catalogue));
  return Json{{"items", std::move(items)}}.dump();
}

}  // namespace motcua::dossiers::views
