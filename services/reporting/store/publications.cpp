#include "reporting/store/publications.hpp"

#include <stdexcept>

#include "store/digest.hpp"

namespace motcua::reporting {
namespace {

constexpr std::string_view columns =
    "id, subject, unit_id, first_day, last_day, as_of, known_at, grouped_by, attribution, burden, format, language, "
    "title, published_on, published_at, publisher_issuer, publisher, publisher_unit, sequence, catalogue_version, "
    "rules_version, body_digest";
constexpr std::size_t column_count = 22;

template <class Value>
Value known(std::optional<Value> read) {
  if (!read) throw std::runtime_error{"a publication holds a word that this program does not know"};
  return *read;
}

class Reader {
 public:
  explicit Reader(std::vector<store::Cell> row) : row_{std::move(row)} {}
  template <class Value>
  Value next() {
    return store::FromCell<Value>::of(std::move(row_.at(at_++)));
  }

 private:
  std::vector<store::Cell> row_;
  std::size_t at_ = 0;
};

Publication publication_in(std::vector<store::Cell> row) {
  Reader cells{std::move(row)};
  Publication one;
  one.id = cells.next<std::string>();
  SettledQuestion& question = one.question;
  question.subject = known(subject_named(cells.next<std::string>()));
  question.unit = cells.next<core::UnitId>();
  question.period.from = cells.next<core::Date>();
  question.period.to = cells.next<core::Date>();
  question.period.as_of = cells.next<core::Date>();
  question.period.known_at = cells.next<core::Date>();
  question.period.by_all_known = false;
  question.by = known(by_named(cells.next<std::string>()));
  question.attribution = known(attribution_named(cells.next<std::string>()));
  question.burden = cells.next<bool>();
  one.format = cells.next<std::string>();
  one.language = cells.next<std::string>();
  one.title = cells.next<std::string>();
  question.asked_on = cells.next<core::Date>();
  one.published_at = cells.next<core::Instant>();
  one.publisher_issuer = cells.next<std::string>();
  one.publisher = cells.next<std::string>();
  one.publisher_unit = cells.next<core::UnitId>();
  one.sequence = cells.next<std::int64_t>();
  one.catalogue_version = cells.next<std::string>();
  one.rules_version = cells.next<int>();
  one.body_digest = cells.next<std::string>();
  return one;
}

/// In the order of `columns`.
std::vector<store::Value> values_of(const Publication& one) {
  const SettledQuestion& question = one.question;
  const Period& period = question.period;
  return {one.id,
          name_of(question.subject),
          question.unit,
          period.from,
          period.to,
          period.as_of,
          period.known_at,
          name_of(question.by),
          name_of(question.attribution),
          question.burden,
          one.format,
          one.language,
          one.title,
          question.asked_on,
          one.published_at,
          one.publisher_issuer,
          one.publisher,
          one.publisher_unit,
          one.sequence,
          one.catalogue_version,
          one.rules_version,
          one.body_digest};
}

std::string text_of(const store::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value.content())) return std::to_string(*number);
  return std::get<std::string>(value.content());
}

}  // namespace

std::string digest_of(const Publication& publication, const PublishedContent& content) {
  std::vector<store::Value> values = values_of(publication);
  values.emplace_back(content.body);
  values.emplace_back(content.figures);
  std::string all;
  // Each with its length before it, so that no two publications read the same.
  for (const store::Value& value : values) {
    const std::string text = text_of(value);
    all.append(std::to_string(text.size())).append(":").append(text);
  }
  return store::sha256_hex(all);
}

void insert(store::Transaction& tx, const Publication& publication, const PublishedContent& content) {
  std::vector<store::Value> values = values_of(publication);
  for (const std::string& text : {content.body, content.figures, digest_of(publication, content)})
    values.emplace_back(text);
  std::string placeholders;
  for (std::size_t at = 0; at < values.size(); ++at) placeholders.append(at == 0 ? ":v" : ", :v") += std::to_string(at);
  tx.execute(
      "INSERT INTO publications (" + std::string{columns} + ", body, figures, digest) VALUES (" + placeholders + ")",
      values);
}

std::optional<Publication> publication(store::Transaction& tx, const std::string& id) {
  const store::Value key{id};
  auto found = tx.rows("SELECT " + std::string{columns} + " FROM publications WHERE id = :id", {&key, 1}, column_count);
  if (found.empty()) return std::nullopt;
  return publication_in(std::move(found.front()));
}

std::optional<PublishedContent> published_content(store::Transaction& tx, const std::string& id) {
  auto found =
      tx.first<std::string, std::string>("SELECT body, figures FROM publications WHERE id = :id", std::string_view{id});
  if (!found) return std::nullopt;
  auto& [body, figures] = *found;
  return PublishedContent{std::move(body), std::move(figures)};
}

std::optional<std::string> kept_digest(store::Transaction& tx, const std::string& id) {
  auto found = tx.first<std::string>("SELECT digest FROM publications WHERE id = :id", std::string_view{id});
  if (!found) return std::nullopt;
  return std::get<0>(*std::move(found));
}

std::vector<Publication> publications(store::Transaction& tx, const std::optional<core::UnitId>& unit,
                                      const std::optional<std::string>& before, std::size_t limit) {
  std::vector<store::Value> values;
  std::string sql = "SELECT " + std::string{columns} + " FROM publications";
  const auto narrow = [&](std::string_view condition, const store::Value& value) {
    sql.append(values.empty() ? " WHERE " : " AND ").append(condition);
    values.push_back(value);
  };
  if (unit) narrow("unit_id = :unit", *unit);
  if (before) narrow("id < :before", *before);
  sql += " ORDER BY id DESC LIMIT :many";
  values.emplace_back(static_cast<std::int64_t>(limit));
  std::vector<Publication> found;
  for (auto& row : tx.rows(sql, values, column_count)) found.push_back(publication_in(std::move(row)));
  return found;
}

}  // namespace motcua::reporting
