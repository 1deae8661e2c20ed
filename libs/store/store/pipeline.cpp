#include "store/pipeline.hpp"

#include <libpq-fe.h>

#include <charconv>

#include "core/text.hpp"

namespace motcua::store {
namespace {

bool unavailable(std::string_view state) {
  // 08 connection, 53 resources, 57P0x shutdown, 57014 statement time-out, 55P03 lock time-out, 58 system, 25P03 idle
  // too long, 25006 read only: a primary that has become a replica.
  return state.starts_with("08") || state.starts_with("53") || state.starts_with("57") || state.starts_with("58") ||
         state == "55P03" || state == "25P03" || state == "25006";
}

bool succeeded(const PGresult* answer) {
  const auto status = PQresultStatus(answer);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

[[noreturn]] void fail(const PGconn* server, const PGresult* answer) {
  const char* state = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const char* words = answer == nullptr ? PQerrorMessage(server) : PQresultErrorMessage(answer);
  store::fail(server, state == nullptr ? "" : state, std::string{core::trim(words)});
}

void must(const PGconn* server, int succeeded) {
  if (succeeded != 1) fail(server, nullptr);
}

/// Values as libpq takes them: texts, or none for NULL.
class Texts {
 public:
  explicit Texts(std::span<const Value> values) {
    numbers_.reserve(values.size());
    places_.reserve(values.size());
    for (const Value& value : values) places_.push_back(text_of(value));
  }
  int size() const { return static_cast<int>(places_.size()); }
  const char* const* data() const { return places_.data(); }

 private:
  const char* text_of(const Value& value) {
    const auto& content = value.content();
    if (const auto* number = std::get_if<std::int64_t>(&content))
      return numbers_.emplace_back(std::to_string(*number)).c_str();
    if (const auto* text = std::get_if<std::string>(&content)) return text->c_str();
    return nullptr;
  }

  std::vector<std::string> numbers_;  // never grows: what it holds is pointed at
  std::vector<const char*> places_;
};

/// One statement's answer in a pipeline, up to the empty one that ends it.
Answer next_answer(PGconn* server) {
  Answer answer{PQgetResult(server)};
  if (!answer) fail(server, nullptr);
  while (PQstatus(server) == CONNECTION_OK) {
    if (const Answer more{PQgetResult(server)}; !more) break;
  }
  return answer;
}

/// The answers up to the point of synchronisation, at which the connection is ready again. The last one, or the first
/// that failed.
Answer last_or_failed(PGconn* server, std::size_t count) {
  Answer last, failed;
  for (std::size_t at = 0; at < count; ++at) {
    last = next_answer(server);
    if (!succeeded(last.get()) && !failed) failed = std::move(last);
    if (PQstatus(server) != CONNECTION_OK) fail(server, failed.get());
  }
  const Answer synchronised{PQgetResult(server)};
  if (PQresultStatus(synchronised.get()) != PGRES_PIPELINE_SYNC) fail(server, synchronised.get());
  must(server, PQexitPipelineMode(server));
  return failed ? std::move(failed) : std::move(last);
}

}  // namespace

void FreeAnswer::operator()(PGresult* answer) const noexcept { PQclear(answer); }

void fail(const PGconn* server, const std::string& given, const std::string& words) {
  const std::string state{core::trim(given)};  // SOCI has five blanks for none
  const std::string whole = "PostgreSQL " + state + ": " + words;
  if (state == "23505") throw Conflict(whole);
  if (state == "40001" || state == "40P01") throw Contended(whole);
  if (state.empty() || PQstatus(server) == CONNECTION_BAD || unavailable(state)) throw Unavailable(whole);
  if (state.starts_with("42") || state.starts_with("23")) throw std::runtime_error(whole);
  throw std::runtime_error("PostgreSQL " + state);
}

Answer run_in_one_go(PGconn* server, std::span<const Execution> executions) {
  Answer answer;
  if (executions.size() == 1) {
    const Execution& only = executions.front();
    const Texts texts{only.values};
    answer.reset(PQexecPrepared(server, only.statement.c_str(), texts.size(), texts.data(), nullptr, nullptr, 0));
  } else {
    must(server, PQenterPipelineMode(server));
    for (const Execution& one : executions) {
      const Texts texts{one.values};
      must(server, PQsendQueryPrepared(server, one.statement.c_str(), texts.size(), texts.data(), nullptr, nullptr, 0));
    }
    must(server, PQpipelineSync(server));
    answer = last_or_failed(server, executions.size());
  }
  if (!succeeded(answer.get())) fail(server, answer.get());
  return answer;
}

std::size_t columns_of(const PGresult* answer) { return static_cast<std::size_t>(PQnfields(answer)); }

std::int64_t changed_by(const PGresult* answer) {
  std::int64_t changed = 0;
  const std::string_view text{PQcmdTuples(const_cast<PGresult*>(answer))};  // empty for what changes no rows
  std::from_chars(text.data(), text.data() + text.size(), changed);
  return changed;
}

std::vector<std::vector<Cell>> rows_in(const PGresult* answer) {
  const int count = PQntuples(answer);
  const int columns = PQnfields(answer);
  std::vector<std::vector<Cell>> rows;
  rows.reserve(static_cast<std::size_t>(count));
  for (int at = 0; at < count; ++at) {
    auto& row = rows.emplace_back();
    row.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(answer, at, column) == 1) {
        row.emplace_back(std::nullopt);
      } else {
        row.emplace_back(std::in_place, PQgetvalue(answer, at, column),
                         static_cast<std::size_t>(PQgetlength(answer, at, column)));
      }
    }
  }
  return rows;
}

}  // namespace motcua::store
