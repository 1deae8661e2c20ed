// Each service's document and its route table name the same methods of the same paths.
#include <gtest/gtest.h>

#include <set>

#include "core/text.hpp"
#include "dossiers/http/routes.hpp"
#include "dossiers/store/rows.hpp"
#include "http/message.hpp"
#include "paper/examples.hpp"
#include "reporting/http/routes.hpp"
#include "testing/testing.hpp"

namespace motcua {
namespace {

using Operations = std::set<std::string>;

Operations of(const std::vector<http::Route>& routes) {
  Operations operations;
  for (const http::Route& route : routes)
    operations.insert(std::string{http::name_of(route.method)} + " " + route.path);
  return operations;
}

std::string upper(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

/// Ours are indented by two: `  /path:` below `paths:`, and `    method:` below that.
Operations of(std::string_view document) {
  const std::set<std::string_view> methods{"get", "put", "post", "delete", "patch", "head", "options", "trace"};
  Operations operations;
  std::string path;
  for (const std::string_view line : core::split(document, '\n')) {
    if (line.empty() || line.back() != ':') continue;
    const std::string_view key = core::trim(line.substr(0, line.size() - 1));
    if (line.starts_with("  /")) path = key;
    if (line.starts_with("    ") && line[4] != ' ' && methods.contains(key)) operations.insert(upper(key) + " " + path);
  }
  return operations;
}

/// What the route tables are built from; no request reaches it.
struct House {
  House() { auth::DevelopmentIssuer::in(folder.path()); }

  testing::TemporaryFolder folder;
  testing::TemporaryDatabase file{"sqlite"};
  metrics::Registry registry{"test"};
  core::Clock clock = core::system_now;
  catalogue::Source catalogue{CATALOGUE_FOLDER};
  std::unique_ptr<store::Database> database = store::Database::open(file.settings(), registry);
  std::unique_ptr<cache::Cache> cache = cache::Cache::open({.url = "memory"}, registry);
};

auth::Settings settings_of(const House& house) {
  return {.jwks = house.folder.path() + "/jwks.json", .issuer = "test", .audience = "motcua"};
}

TEST(TheDocument, OfDossiersNamesItsRoutesAndNoOthers) {
  House house;
  auth::Verifier tokens{settings_of(house), house.clock, house.registry};
  dossiers::Scopes scopes;
  const dossiers::IdentityKeyring keys;
  dossiers::Desk desk{*house.database, house.catalogue, scopes, house.clock, "secret", keys, house.registry};
  dossiers::Import import{*house.database, house.catalogue, scopes, house.clock, keys, house.registry};
  dossiers::Reading reading{*house.database, house.catalogue, scopes, *house.cache, house.clock, "secret"};
  paper::Press press{paper::examples::fonts()};
  dossiers::Printing printing{*house.database, house.catalogue, scopes, house.clock, press, {"https://test.vn"}};
  const auto contents = blobs::open({.place = "directory:" + house.folder.path(), .folder = house.folder.path()});
  content::Inspector inspector;
  dossiers::Papers papers{*house.database, house.catalogue, scopes, house.clock,
                          *contents,       inspector,       {},     house.registry};
  http::Uploads uploads{house.folder.path(), 1, house.registry};
  dossiers::Searching searching{*house.database, house.catalogue, scopes, keys, house.clock};
  runtime::Limits limits{{}, house.clock, house.registry};
  runtime::Limit lookups{"lookups", {1, 1}, house.clock, house.registry};
  const auto table = dossiers::routes({desk, import, reading, printing, papers, uploads, searching, tokens,
                                       house.catalogue, house.clock, limits, lookups, lookups, lookups, lookups});
  EXPECT_EQ(of(dossiers::contract().front().text), of(table));
}

TEST(TheDocument, OfReportingNamesItsRoutesAndNoOthers) {
  House house;
  auth::Verifier tokens{settings_of(house), house.clock, house.registry};
  reporting::Reports reports{*house.database, house.catalogue, *house.cache, "motcua.dossiers.v1", house.clock};
  reporting::Publications publications{reports, *house.database, "motcua.dossiers.v1", house.clock};
  runtime::Limits limits{{}, house.clock, house.registry};
  EXPECT_EQ(of(reporting::contract().front().text), of(reporting::routes(reports, publications, tokens, limits)));
}

}  // namespace
}  // namespace motcua
