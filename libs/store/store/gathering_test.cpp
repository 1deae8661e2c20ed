#include "store/gathering.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

class Asking : public ::testing::TestWithParam<std::string> {
 protected:
  using Doubles = Gathering<int, int>;

  Asking() { database_ = Database::open(temporary_.settings(), metrics_); }
  bool gathers() const { return database_->dialect() == Dialect::postgresql; }

  /// Asks for 1 to `count` at the same time; the first statement waits until the others have gathered.
  std::vector<std::optional<int>> ask_together(int count, const Doubles::Ask& ask) {
    std::atomic<int> came{0};
    Doubles doubles{*database_, 16, [&](const Doubles::Questions& questions) {
                      sizes_.push_back(questions.size());
                      while (gathers() && came < count) std::this_thread::yield();
                      if (sizes_.size() == 1) std::this_thread::sleep_for(std::chrono::milliseconds{50});
                      return ask(questions);
                    }};
    std::vector<std::optional<int>> answers(static_cast<std::size_t>(count));
    std::vector<std::jthread> threads;
    for (int number = 0; number < count; ++number) {
      threads.emplace_back([&, number] {
        ++came;
        try {
          answers[static_cast<std::size_t>(number)] = doubles.of(number);
        } catch (const std::runtime_error&) {
          ++failed_;
        }
      });
      if (!gathers()) threads.back().join();
    }
    threads.clear();
    return answers;
  }
  static std::vector<int> doubled(const Doubles::Questions& questions) {
    std::vector<int> answers;
    for (const int* one : questions) answers.push_back(2 * *one);
    return answers;
  }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"store_test"};
  std::unique_ptr<Database> database_;
  std::vector<std::size_t> sizes_;  // of the groups; one is asked for at a time
  std::atomic<int> failed_{0};
};

INSTANTIATE_TEST_SUITE_P(Store, Asking, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(Asking, TellsEachCallerItsOwnAnswer) {
  const auto answers = ask_together(40, doubled);
  for (int number = 0; number < 40; ++number) EXPECT_EQ(answers[static_cast<std::size_t>(number)], 2 * number);
  for (const std::size_t size : sizes_) EXPECT_LE(size, gathers() ? 16U : 1U);
  if (gathers()) {
    EXPECT_LT(sizes_.size(), 40U);
  }
}

TEST_P(Asking, FailsForAllWhenTheDatabaseIsAway) {
  ask_together(5, [](const Doubles::Questions&) -> std::vector<int> { throw Unavailable{"away"}; });
  EXPECT_EQ(failed_, 5);
}

TEST_P(Asking, FailsForNoneButTheOneThatCannotBeAsked) {
  const auto answers = ask_together(5, [](const Doubles::Questions& questions) {
    for (const int* one : questions) {
      if (*one == 3) throw std::runtime_error{"no such thing"};
    }
    return doubled(questions);
  });
  EXPECT_EQ(failed_, 1);
  for (const int number : {0, 1, 2, 4}) EXPECT_EQ(answers[static_cast<std::size_t>(number)], 2 * number);
}

TEST_P(Asking, IsAnsweredFromAfterTheCall) {
  database_->transaction([](Transaction& tx) { tx.run("CREATE TABLE counter (value INTEGER)"); });
  database_->transaction([](Transaction& tx) { tx.run("INSERT INTO counter VALUES (0)"); });
  Doubles counter{*database_, 16, [&](const Doubles::Questions& questions) {
                    const auto value = database_->in_read_one(
                        [](Transaction& tx) { return tx.first<int>("SELECT value FROM counter"); });
                    return std::vector<int>(questions.size(), std::get<0>(*value));
                  }};
  std::vector<std::jthread> threads;
  std::atomic<int> stale{0};
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < 50; ++time) {
        const int written = database_->in_transaction([](Transaction& tx) {
          return std::get<0>(*tx.first<int>("UPDATE counter SET value = value + 1 RETURNING value"));
        });
        if (counter.of(0) < written) ++stale;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(stale, 0);
}

}  // namespace
}  // namespace motcua::store
