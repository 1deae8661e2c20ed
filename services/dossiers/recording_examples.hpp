#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace motcua::dossiers::examples {

/// A transaction that notes the statements that pass through it, for tests of what is asked and how often.
class Recording : public store::Transaction {
 public:
  struct Statement {
    std::string sql;
    std::vector<store::Value> values;
  };

  explicit Recording(store::Transaction& inner) : inner_{inner} {}

  store::Dialect dialect() const override { return inner_.dialect(); }
  void take_your_time() override { inner_.take_your_time(); }
  std::int64_t execute(std::string_view sql, std::span<const store::Value> values) override {
    note(sql, values);
    return inner_.execute(sql, values);
  }
  std::vector<std::vector<store::Cell>> rows(std::string_view sql, std::span<const store::Value> values,
                                             std::size_t columns) override {
    note(sql, values);
    return inner_.rows(sql, values, columns);
  }
  void post(std::string_view sql, std::vector<store::Value> values) override {
    note(sql, values);
    inner_.post(sql, std::move(values));
  }

  std::vector<Statement> statements;

 private:
  void note(std::string_view sql, std::span<const store::Value> values) {
    statements.push_back({std::string{sql}, {values.begin(), values.end()}});
  }

  store::Transaction& inner_;
};

}  // namespace motcua::dossiers::examples
