#include "dossiers/http/documents.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace motcua::dossiers {
namespace {

bool is_taken(const std::string& number) {
  const nlohmann::json body{{"decision", number}};
  std::vector<http::Fault> faults;
  http::Members members{body, "", faults};
  read_document_number(members, "decision");
  return faults.empty();
}

TEST(ADocument, IsNamedByItsNumber) {
  for (const char* number : {"1669/NQ-UBTVQH15", "2450/VPCP-KGVX", "28/2026/QH16", "61/2018/NĐ-CP", "985/QĐ-TTg"})
    EXPECT_TRUE(is_taken(number)) << number;
}

// It stays in history for good, and on papers.
TEST(ADocument, IsNamedByNothingThatCouldBeAPersons) {
  for (const char* number : {"1669", "/NQ-CP", "1669/", "1669/NQ-", "1669/-CP", "1/031090001234", "123/0912345678",
                             "1/Nguyễn-Văn-An", "1/An-0912345678", "1/NQ-0912345678", "031090001234/NQ-CP",
                             "1/18/NQ-CP", "1/2018/NQ/CP", "1/NQ CP", "1/N", "1/nq-cp"})
    EXPECT_FALSE(is_taken(number)) << number;
}

}  // namespace
}  // namespace motcua::dossiers
