// Who sees which dossiers, over units that lie above one another, end and hand on their codes; and never without a
// trace.
#include <gtest/gtest.h>

#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using nlohmann::json;

class Sight : public ::testing::TestWithParam<std::string> {
 protected:
  core::Date today() const { return core::vietnam_date(office.clock()); }
  int status(const Caller& caller, const DossierId& id) {
    return office.reading.dossier(caller, id, "handling", std::nullopt).status;
  }
  Caller officer_of(const core::UnitId& unit) const { return office.caller({auth::Role::officer}, unit); }

  /// A ward of 2020 that is no more, and whether one ward continues it as a whole.
  const catalogue::Unit& past_ward(bool whole) const {
    const auto& units = office.source.current()->units;
    for (const catalogue::Unit& unit : units.all()) {
      if (unit.level != catalogue::Level::commune || unit.in_force(today()) || !unit.in_force(then)) continue;
      const catalogue::Continuation now = units.continued_by(unit.id, today());
      if (!now.units.empty() && now.whole == whole) return unit;
    }
    throw std::logic_error{"the catalogue has no such ward"};
  }
  DossierId imported_at(const catalogue::Unit& ward) {
    const json line{{"source_id", ward.code},
                    {"procedure_code", office.procedure(then).code},
                    {"unit_code", ward.code},
                    {"channel", "direct"},
                    {"applicant", {{"kind", "citizen"}, {"name", "Trần Văn Cường"}}},
                    {"submitted_at", "2020-03-02T08:10:00+07:00"}};
    const Caller importer = office.caller({auth::Role::importer}, office.unit("31", today()).id);
    const http::Response response = office.import.take_over(importer, line.dump());
    if (http::read_json(response.body)["imported"] != 1) throw std::logic_error{response.body};
    return office.database
        ->in_read([&](store::Transaction& tx) {
          return rows::load_by_source(tx, {importer.actor.client, ward.code}, rows::For::reading).value();
        })
        .dossier.id;
  }

  const core::Date then = examples::on("2020-03-02");
  Office office{GetParam()};
};

TEST_P(Sight, OfAHigherUnitCoversThoseUnderIt) {
  const json dossier = office.registered();
  const Caller above = officer_of(office.unit("31", today()).id);
  EXPECT_EQ(status(above, Office::id_of(dossier)), 200);
  EXPECT_EQ(office.desk
                .handle(above, office.once(), Office::id_of(dossier), std::nullopt,
                        AssignOrder{office.ward().code, std::nullopt}, std::nullopt)
                .status,
            200);
  EXPECT_EQ(http::read_json(office.reading.list(above, {}).body)["items"].size(), 1U);
}

TEST_P(Sight, OfAnEndedUnitsDossiersIsWithTheUnitThatContinuesItAsAWhole) {
  const catalogue::Unit& past = past_ward(true);
  const core::UnitId successor = office.source.current()->units.continued_by(past.id, today()).units.front();
  const DossierId id = imported_at(past);
  EXPECT_EQ(status(officer_of(successor), id), 200);
  EXPECT_EQ(http::read_json(office.reading.list(officer_of(successor), {}).body)["items"].size(), 1U);
  const core::UnitId other = office.ward(0).id == successor ? office.ward(1).id : office.ward(0).id;
  EXPECT_EQ(status(officer_of(other), id), 404);
}

TEST_P(Sight, OfAUnitThatWasSplitIsWithNoneOfItsParts) {
  const catalogue::Unit& past = past_ward(false);
  const DossierId id = imported_at(past);
  for (const core::UnitId& part : office.source.current()->units.continued_by(past.id, today()).units)
    EXPECT_EQ(status(officer_of(part), id), 404) << part.str();
  EXPECT_EQ(status(office.city_reader(), id), 200);
}

TEST_P(Sight, OfACodeThatWasGivenAgainIsThatOfTheDayOfTheEvent) {
  const StatedMoment before{examples::at("2025-06-27 09:00"), "Nhập bù sau sự cố"};
  const core::Date day = core::vietnam_date(before.occurred_at);
  Registration registration = office.registration();
  registration.unit_code = "11446";
  registration.procedure_code = office.procedure(day).code;
  const Caller above = officer_of(office.unit("31", today()).id);
  const auto receiving = [&](const std::optional<StatedMoment>& stated) {
    const http::Response response = office.desk.take_in(above, office.once(), registration, stated);
    EXPECT_EQ(response.status, 201) << response.body;
    return http::read_json(response.body)["receiving_unit"];
  };
  const json old = receiving(before);
  EXPECT_EQ(old["id"], office.unit("11446", day).id.str());
  EXPECT_EQ(old["name"], "Văn Đẩu");
  registration.procedure_code = office.procedure(today()).code;
  EXPECT_EQ(receiving(std::nullopt)["name"], "Phù Liễn");
}

TEST_P(Sight, OfPersonalDataIsNotGivenWhenTheAccessLogCannotBeWritten) {
  const json dossier = office.registered();
  office.database->transaction([](store::Transaction& tx) { tx.run("DROP TABLE access_log"); });
  EXPECT_ANY_THROW(status(office.clerk(), Office::id_of(dossier)));
  EXPECT_ANY_THROW(office.order(dossier, WithdrawOrder{}));
  EXPECT_ANY_THROW(office.registered());
  EXPECT_EQ(office.kept(Office::id_of(dossier))->dossier.status, Status::accepted);
  EXPECT_EQ(office.count("dossiers"), 1);
  EXPECT_EQ(status(office.city_reader(), Office::id_of(dossier)), 200);  // masked: nothing to log
}

INSTANTIATE_TEST_SUITE_P(Databases, Sight, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::dossiers
