#pragma once

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace motcua::store {

/// Callers that come at the same time and ask the same kind of question: while a statement is under way the next ones
/// gather, and one of them asks for all. A server is woken for each statement, and runs a process for each that asks;
/// many questions in one cost it little more than one. What a caller is told was asked after it came, so it is as fresh
/// as had it asked alone. For a database in this process each asks alone: that costs nobody a wake-up. Thread-safe.
template <class Question, class Answer>
class Gathering {
 public:
  using Questions = std::vector<const Question*>;
  /// Gives the answers in the order of the questions, 1 to `most` of them. Unavailable reaches all who ask or wait;
  /// after anything else each is asked alone.
  using Ask = std::function<std::vector<Answer>(const Questions&)>;

  /// `at_once`: so many statements may be under way; more than one where each waits for a disk.
  Gathering(const Database& database, std::size_t most, Ask ask, int at_once = 1)
      : gathers_{database.dialect() == Dialect::postgresql}, most_{most}, at_once_{at_once}, ask_{std::move(ask)} {}

  Answer of(const Question& question) {
    if (!gathers_) return std::move(ask_({&question}).at(0));
    const auto mine = std::make_shared<Caller>(question);
    if (!leads(mine) && !mine->told_to_lead()) return mine->outcome();
    const auto together = with_others(mine);
    ask_for(together);
    pass_on();
    for (const auto& one : together) one->tell(Word::over);
    return mine->outcome();
  }

 private:
  enum class Word { none, lead, over };

  struct Caller {
    explicit Caller(const Question& asked) : question{asked} {}

    void tell(Word said) {
      {
        const std::lock_guard lock{mutex};
        word = said;
      }
      told.notify_one();
    }
    void fail(std::exception_ptr why) {
      failure = std::move(why);
      tell(Word::over);
    }
    bool told_to_lead() {
      std::unique_lock lock{mutex};
      told.wait(lock, [this] { return word != Word::none; });
      return word == Word::lead;
    }
    Answer outcome() {
      if (failure) std::rethrow_exception(failure);
      return *std::move(answer);
    }

    const Question& question;
    std::optional<Answer> answer;
    std::exception_ptr failure;
    std::mutex mutex;
    std::condition_variable told;
    Word word = Word::none;
  };
  using Callers = std::vector<std::shared_ptr<Caller>>;

  bool leads(const std::shared_ptr<Caller>& caller) {
    const std::lock_guard lock{mutex_};
    if (under_way_ == at_once_) {
      waiting_.push_back(caller);
      return false;
    }
    ++under_way_;
    return true;
  }

  /// A leader and those who wait for one. Without memory for a list the lead goes to the next.
  Callers with_others(const std::shared_ptr<Caller>& leader) {
    try {
      const std::lock_guard lock{mutex_};
      Callers taken;
      taken.reserve(most_);
      const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(most_ - 1, waiting_.size()));
      taken.push_back(leader);
      taken.insert(taken.end(), std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
      waiting_.erase(waiting_.begin(), end);
      return taken;
    } catch (...) {
      pass_on();
      throw;
    }
  }

  Callers all_who_wait() {
    const std::lock_guard lock{mutex_};
    return std::exchange(waiting_, {});
  }

  void pass_on() {
    std::shared_ptr<Caller> next;
    {
      const std::lock_guard lock{mutex_};
      if (waiting_.empty()) {
        --under_way_;
      } else {
        next = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
      }
    }
    if (next) next->tell(Word::lead);
  }

  void ask_for(const Callers& together) noexcept {
    try {
      Questions questions;
      questions.reserve(together.size());
      for (const auto& one : together) questions.push_back(&one->question);
      auto answers = ask_(questions);
      for (std::size_t at = 0; at < together.size(); ++at) together[at]->answer = std::move(answers.at(at));
    } catch (const Unavailable&) {
      for (const auto& one : together) one->failure = std::current_exception();
      // Whoever waits behind them would wait as long again to be told the same.
      for (const auto& one : all_who_wait()) one->fail(std::current_exception());
    } catch (...) {
      // One question that cannot be asked must not fail the others.
      if (together.size() == 1) together.front()->failure = std::current_exception();
      if (together.size() == 1) return;
      for (const auto& one : together) ask_for({one});
    }
  }

  const bool gathers_;
  const std::size_t most_;
  const int at_once_;
  const Ask ask_;
  std::mutex mutex_;
  int under_way_ = 0;
  Callers waiting_;
};

}  // namespace motcua::store
