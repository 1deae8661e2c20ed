#include "dossiers/published_papers.hpp"

#include "dossiers/published_parts.hpp"

namespace motcua::dossiers::published {

contracts::Event contract_of(const PaperAdded& event, const Happening& happening, const Dossier& after) {
  return contracts::PaperAdded{.about = about(after),
                               .paper = event.id.str(),
                               .component = event.component,
                               .kind = name_of(event.kind),
                               .media_type = event.type,
                               .size = event.size,
                               .digest = event.digest,
                               .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const PaperWithdrawn& event, const Happening& happening, const Dossier& after) {
  return contracts::PaperWithdrawn{about(after), event.id.str(), kept(event.reasons), kept(happening.moment_reason)};
}

Event event_of(const contracts::PaperAdded& in, const DossierId&) {
  return PaperAdded{.id = PaperId{in.paper},
                    .component = in.component,
                    .kind = paper_kind_from(in.kind).value(),
                    .type = in.media_type,
                    .size = in.size,
                    .digest = in.digest};
}

Event event_of(const contracts::PaperWithdrawn& in, const DossierId&) {
  return PaperWithdrawn{PaperId{in.paper}, note_of(in.reasons)};
}

}  // namespace motcua::dossiers::published
