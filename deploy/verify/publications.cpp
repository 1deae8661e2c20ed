#include "verify/publications.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <string>

#include "reporting/domain/rules.hpp"
#include "reporting/figures.hpp"
#include "reporting/flattening.hpp"
#include "reporting/store/publications.hpp"
#include "store/digest.hpp"

namespace motcua::verify {
namespace {

using reporting::Figures;
using reporting::Publication;

constexpr std::size_t at_once = 100;

class Publications {
 public:
  Publications(store::Transaction& dossiers, store::Transaction& reporting,
               std::shared_ptr<const catalogue::Catalogue> catalogue, Check& check)
      : last_of_day_{last_of_days(dossiers)}, reporting_{reporting}, catalogue_{std::move(catalogue)}, check_{check} {}

  void run() {
    std::optional<std::string> before;
    while (true) {
      const auto page = reporting::publications(reporting_, std::nullopt, before, at_once);
      for (const Publication& one : page) look_at(one);
      if (page.size() < at_once) return;
      before = page.back().id;
    }
  }
  std::int64_t seen() const { return seen_; }
  std::int64_t counted_again() const { return counted_again_; }

 private:
  void look_at(const Publication& one) {
    ++seen_;
    const auto content = reporting::published_content(reporting_, one.id).value();
    if (store::sha256_hex(content.body) != one.body_digest) wrong(one, "its bytes do not match their digest");
    if (reporting::digest_of(one, content) != reporting::kept_digest(reporting_, one.id))
      wrong(one, "what is kept of it does not match its digest");
    try {
      const Figures figures = reporting::read_figures(content.figures);
      hold_against_body(one, figures, content.body);
      count_again(one, figures);
    } catch (const std::exception&) {
      wrong(one, "its figures cannot be read");
    }
  }

  void hold_against_body(const Publication& one, Figures figures, const std::string& body) {
    const auto& question = one.question;
    const auto shown = reporting::cells_in_body(body, one.format, question.subject, question.burden);
    if (!shown) return;
    std::erase_if(figures,
                  [&](const auto& figure) { return !reporting::cell_named(question.subject, figure.first.cell); });
    if (figures != *shown) wrong(one, "its bytes say other figures than were kept with them");
  }

  void count_again(const Publication& one, const Figures& figures) {
    const auto& question = one.question;
    if (!catalogue_ || one.rules_version != reporting::rules_version || one.catalogue_version != catalogue_->version)
      return;
    const catalogue::Unit* unit = catalogue_->units.find(question.unit);
    if (unit == nullptr) {
      wrong(one, "the catalogue by which it was published does not know its unit");
      return;
    }
    if (arrived_late(one)) return;
    ++counted_again_;
    const reporting::Standing standing{question.subject,     catalogue_,        unit,
                                       question.period,      question.asked_on, question.by,
                                       question.attribution, question.burden};
    if (reporting::figures_of(reporting::figures(reporting_, standing)) != figures)
      wrong(one, "its figures are not what is counted of what was known then");
  }

  bool arrived_late(const Publication& one) const {
    const std::int64_t known_at = core::stored(one.question.period.known_at);
    const auto later = [&](const auto& day) { return day.first <= known_at && day.second > one.sequence; };
    return std::any_of(last_of_day_.begin(), last_of_day_.end(), later);
  }

  /// The last sequence of what was recorded on each day in Vietnam. Read once: there may be many publications.
  static std::map<std::int64_t, std::int64_t> last_of_days(store::Transaction& dossiers) {
    std::map<std::int64_t, std::int64_t> last;
    for (const auto& [day, sequence] :
         dossiers.query<std::int64_t, std::int64_t>("SELECT (recorded_at + 25200000) / 86400000, MAX(sequence) FROM "
                                                    "history WHERE sequence IS NOT NULL GROUP BY "
                                                    "1"))
      last[day] = sequence;
    return last;
  }

  void wrong(const Publication& one, const std::string& what) { check_.wrong("publication " + one.id, what); }

  std::map<std::int64_t, std::int64_t> last_of_day_;
  store::Transaction& reporting_;
  std::shared_ptr<const catalogue::Catalogue> catalogue_;
  Check& check_;
  std::int64_t seen_ = 0;
  std::int64_t counted_again_ = 0;
};

}  // namespace

void check_publications(store::Transaction& dossiers, store::Transaction& reporting,
                        const std::shared_ptr<const catalogue::Catalogue>& catalogue, Report& report) {
  Check check{report, "publications"};
  Publications publications{dossiers, reporting, catalogue, check};
  publications.run();
  check.done(counted(publications.seen(), "publication") + ", " + std::to_string(publications.counted_again()) +
             " counted again");
}

}  // namespace motcua::verify
