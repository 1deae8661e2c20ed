#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "dossiers/desk.hpp"
#include "dossiers/printing.hpp"
#include "dossiers/reading.hpp"
#include "dossiers/searching.hpp"
#include "http/members.hpp"
#include "http/message.hpp"

namespace motcua::dossiers {

/// What a body asks for, with the moment it states.
template <class Asked>
struct Stated {
  Asked asked;
  std::optional<StatedMoment> moment;
};

/// Requests to commands: checked against the contract (openapi.yaml), every mistake at once under its pointer.
core::Result<Stated<Registration>, http::Problem> registration_from(const http::Request& request);
/// `command` is the last segment of the route, as accept or request-supplement.
core::Result<Stated<Order>, http::Problem> order_from(const http::Request& request, std::string_view command);

/// An order for each of many dossiers.
struct Bulk {
  struct Item {
    DossierId id;
    std::optional<std::int64_t> expected;  ///< the version that the client saw last
    Order order;
  };
  std::vector<Item> items;  ///< 1 to 200, each dossier once
  std::optional<StatedMoment> moment;
};
core::Result<Bulk, http::Problem> bulk_from(const http::Request& request, std::string_view command);

struct LookUp {
  std::string number;
  std::string slip_code;
};
core::Result<LookUp, http::Problem> look_up_from(const http::Request& request);
core::Result<SearchQuery, http::Problem> search_from(const http::Request& request);
core::Result<PreviewQuery, http::Problem> preview_from(const http::Request& request);
core::Result<CheckQuery, http::Problem> check_from(const http::Request& request);
core::Result<ListQuery, http::Problem> list_query_from(const http::Request& request);
core::Result<RegisterQuery, http::Problem> register_query_from(const http::Request& request);

/// The parts that a registration and an import line have in common.
ApplicantDetails read_applicant(http::Members& members);
std::vector<NamedComponent> read_components(http::Members& members);

}  // namespace motcua::dossiers
