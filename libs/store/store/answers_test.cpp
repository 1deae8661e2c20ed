#include "store/answers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

const core::Instant now = core::vietnam_instant(*core::parse_date("2026-11-24"), std::chrono::hours{9});
const RequestKey key{"https://id.example", "officer-7", "POST", "/v1/dossiers", "3c9a1f"};
const StoredAnswer created{201, "ETag: \"1\"\r\n", R"({"slip_code":"7KQ2M9XA"})"};

class StoredAnswers : public ::testing::TestWithParam<std::string> {
 protected:
  StoredAnswers() {
    migrate(*database_, {Migrations{"answers", answers_migrations()}});
    database_->transaction([](Transaction& tx) { tx.run("CREATE TABLE effects (id INTEGER)"); });
  }
  auto known(const RequestKey& asked, const std::string& fingerprint = "print") {
    return database_->in_transaction([&](Transaction& tx) { return Answering{asked, fingerprint}.known(tx); });
  }
  bool is_new(const RequestKey& asked) { return std::holds_alternative<NotYetAsked>(known(asked)); }
  void give(const RequestKey& asked, core::Instant moment = now, std::string_view record = "dossier-1") {
    database_->transaction([&](Transaction& tx) {
      const Answering answering{asked, "print"};
      ASSERT_TRUE(std::holds_alternative<NotYetAsked>(answering.known(tx)));
      answering.keep(tx, created, record, moment);
    });
  }
  /// One transaction, again when a rival was first.
  void retried(const std::function<void(Transaction&)>& work) {
    for (;;) {
      try {
        database_->transaction(work);
        return;
      } catch (const Conflict&) {
        // the next look finds what the rival kept
      }
    }
  }
  std::int64_t count(const std::string& sql) {
    return std::get<0>(*database_->in_read([&](Transaction& tx) { return tx.first<std::int64_t>(sql); }));
  }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"store_test"};
  std::unique_ptr<Database> database_ = Database::open(temporary_.settings(), metrics_);
};

INSTANTIATE_TEST_SUITE_P(Store, StoredAnswers, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(StoredAnswers, GiveARepeatTheFirstAnswerByteForByte) {
  give(key);
  const auto repeat = known(key);
  ASSERT_TRUE(std::holds_alternative<StoredAnswer>(repeat));
  const auto& answer = std::get<StoredAnswer>(repeat);
  EXPECT_EQ(std::tie(answer.status, answer.headers, answer.body),
            std::tie(created.status, created.headers, created.body));
}

TEST_P(StoredAnswers, AreNotGivenToAnotherRequestWithTheSameKey) {
  give(key);
  EXPECT_TRUE(std::holds_alternative<DifferentRequest>(known(key, "another print")));
}

TEST_P(StoredAnswers, BelongToAllFivePartsOfTheirKey) {
  give(key);
  auto others = std::vector(5, key);
  others[0].issuer += "x";
  others[1].subject += "x";
  others[2].method = "PUT";
  others[3].route += "x";
  others[4].idempotency_key += "x";
  auto shifted = key;  // the same bytes in a row, cut elsewhere
  shifted.subject += "P";
  shifted.method = "OST";
  others.push_back(shifted);
  for (const auto& other : others) EXPECT_TRUE(is_new(other));
}

TEST_P(StoredAnswers, CannotBeReadFromTheTable) {
  give(key);
  const auto rows = database_->in_read([](Transaction& tx) {
    return tx.query<std::string, std::string, std::string>("SELECT key_digest, headers, body FROM answers");
  });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(std::get<0>(rows[0]).find("3c9a1f"), std::string::npos);
  EXPECT_EQ(std::get<2>(rows[0]).find("7KQ2M9XA"), std::string::npos);
}

TEST_P(StoredAnswers, LeaveNoTraceOfAKeyWhoseAnswerIsNotKept) {
  EXPECT_TRUE(is_new(key));
  EXPECT_EQ(count("SELECT COUNT(*) FROM answers"), 0);
  EXPECT_NO_FATAL_FAILURE(give(key));
}

TEST_P(StoredAnswers, LetAKeyWhoseTransactionFailedBeTriedAgain) {
  EXPECT_THROW(database_->transaction([](Transaction& tx) {
    Answering{key, "print"}.keep(tx, created, "dossier-1", now);
    throw std::runtime_error("the effect failed");
  }),
               std::runtime_error);
  EXPECT_NO_FATAL_FAILURE(give(key));
}

TEST_P(StoredAnswers, LeaveOneEffectOfRivals) {
  std::atomic<int> did_it = 0, repeated = 0;
  std::vector<std::jthread> rivals;
  rivals.reserve(16);
  for (int rival = 0; rival < 12; ++rival) {
    rivals.emplace_back([&] {
      bool first = false;
      retried([&](Transaction& tx) {
        const Answering answering{key, "print"};
        const auto known = answering.known(tx);
        first = std::holds_alternative<NotYetAsked>(known);
        if (!first) {
          EXPECT_EQ(std::get<StoredAnswer>(known).body, created.body);
          return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{50});  // the others arrive meanwhile
        tx.run("INSERT INTO effects VALUES (1)");
        answering.keep(tx, created, "dossier-1", now);
      });
      ++(first ? did_it : repeated);
    });
  }
  rivals.clear();
  EXPECT_EQ(did_it, 1);
  EXPECT_EQ(repeated, 11);
  EXPECT_EQ(count("SELECT COUNT(*) FROM effects"), 1);
}

TEST_P(StoredAnswers, LetARivalDoWhatTheFirstOneFailedToDo) {
  std::atomic<int> tries = 0;
  std::vector<std::jthread> rivals;
  rivals.reserve(16);
  for (int rival = 0; rival < 6; ++rival) {
    rivals.emplace_back([&] {
      try {
        retried([&](Transaction& tx) {
          const Answering answering{key, "print"};
          if (!std::holds_alternative<NotYetAsked>(answering.known(tx))) return;
          tx.run("INSERT INTO effects VALUES (1)");
          if (++tries < 3) throw std::runtime_error("not this time");
          answering.keep(tx, created, "dossier-1", now);
        });
      } catch (const std::runtime_error&) {
        // the client is told to try again
      }
    });
  }
  rivals.clear();
  EXPECT_EQ(count("SELECT COUNT(*) FROM effects"), 1);
  EXPECT_TRUE(std::holds_alternative<StoredAnswer>(known(key)));
}

TEST_P(StoredAnswers, AreRemovedWhenTheyAreOldAFewAtATime) {
  const auto oldest = now - std::chrono::days{30};
  auto old = key;
  for (int number = 0; number < 5; ++number) {
    old.idempotency_key = std::to_string(number);
    give(old, oldest - std::chrono::milliseconds{1});
  }
  give(key, oldest);
  const auto prune_two = [&] {
    return database_->in_transaction([&](Transaction& tx) { return prune_answers(tx, oldest, 2); });
  };
  EXPECT_EQ(prune_two(), 2);
  EXPECT_EQ(prune_two(), 2);
  EXPECT_EQ(prune_two(), 1);
  EXPECT_EQ(prune_two(), 0);
  EXPECT_TRUE(std::holds_alternative<StoredAnswer>(known(key)));
}

TEST_P(StoredAnswers, GoWithTheRecordThatIsErased) {
  auto other = key;
  other.idempotency_key = "other";
  give(key, now, "dossier-1");
  give(other, now, "dossier-2");
  EXPECT_EQ(database_->in_transaction([](Transaction& tx) { return erase_answers(tx, "dossier-1"); }), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM answers WHERE body IS NOT NULL OR headers IS NOT NULL OR fingerprint <> ''"),
            1);
  EXPECT_TRUE(std::holds_alternative<StoredAnswer>(known(other)));
  // Whatever is asked with the key: nobody does it again, and nobody can tell what was asked.
  for (const char* print : {"print", "another print"})
    EXPECT_TRUE(std::holds_alternative<ErasedAnswer>(known(key, print)));
}

TEST_P(StoredAnswers, AreKeptOnce) {
  give(key);
  EXPECT_THROW(database_->transaction([](Transaction& tx) {
    Answering{key, "print"}.keep(tx, created, "", now);
  }),
               Conflict);
}

}  // namespace
}  // namespace motcua::store
