#include <gtest/gtest.h>

#include "verify/city_examples.hpp"

namespace motcua::verify {
namespace {

class ACity : public ::testing::TestWithParam<std::string> {
 protected:
  examples::City city{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(People, ACity, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(ACity, ThatErasedPeopleHasNoFindingUntilSomethingOfThemIsBack) {
  city.import(20);
  city.work_at_the_counter();
  const auto ids = city.office.database->in_read([](store::Transaction& tx) {
    return tx.query<dossiers::DossierId, int>("SELECT id, status FROM dossiers ORDER BY id");
  });
  const auto leader =
      city.office.caller({auth::Role::leader}, city.office.unit("31", dossiers::examples::on("2026-11-23")).id);
  std::string erased;
  for (const auto& [id, status] : ids) {
    const auto answer = city.office.desk.handle(leader, city.office.once(), id, std::nullopt,
                                                dossiers::ErasePeopleOrder{"12/QĐ-UBND"}, std::nullopt);
    EXPECT_EQ(answer.status, dossiers::is_closed(static_cast<dossiers::Status>(status)) ? 200 : 409) << answer.body;
    if (answer.status == 200) erased = id.str();
  }
  city.tell();
  const examples::Outcome clean = city.verified();
  EXPECT_EQ(clean.findings, 0) << clean.text;
  EXPECT_TRUE(clean.says("people: 26 records, 23 without people")) << clean.text;

  city.office.database->transaction([&](store::Transaction& tx) {
    tx.run("UPDATE persons SET name = 'Trần Văn Cường' WHERE dossier_id = :id", erased);
    tx.run("UPDATE notes SET text = 'Trần Văn Cường' WHERE dossier_id = :id", erased);
  });
  const examples::Outcome back = city.verified();
  EXPECT_EQ(back.findings, 2) << back.text;
  EXPECT_TRUE(back.says("record " + erased + ": its people were erased and something of them is kept")) << back.text;
  EXPECT_FALSE(back.says("Cường")) << back.text;
}

}  // namespace
}  // namespace motcua::verify
