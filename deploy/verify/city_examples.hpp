#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <sstream>
#include <thread>

#include "bus/bus.hpp"
#include "dossiers/office_examples.hpp"
#include "outbox/envelope.hpp"
#include "outbox/intake.hpp"
#include "outbox/numbering.hpp"
#include "outbox/relay.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/store/projection.hpp"
#include "testing/testing.hpp"
#include "verify/verify.hpp"

/// An installation for tests of what verifies it.
namespace motcua::verify::examples {

using dossiers::examples::Office;
using nlohmann::json;

inline const std::string topic = "motcua.dossiers.v1";

struct Outcome {
  std::int64_t findings;
  std::string text;
  bool says(const std::string& words) const { return text.find(words) != std::string::npos; }
};

/// Both databases as the services write them: dossiers by the desk and by import, events in the relay's order, heard
/// and counted as reporting does.
class City {
 public:
  explicit City(const std::string& kind) : office{kind}, reporting_place_{kind} {
    reporting = store::Database::open(reporting_place_.settings(), metrics_);
    store::migrate(*reporting, {{"inbox", outbox::inbox_migrations()}, {"reporting", reporting::migrations()}});
  }

  /// `count` dossiers of years past, five events each.
  void import(int count) {
    const core::Date day = dossiers::examples::on("2020-03-02");
    json line{{"procedure_code", office.procedure(day, catalogue::Level::district).code},
              {"unit_code", "307"},
              {"channel", "direct"},
              {"applicant", {{"kind", "citizen"}, {"name", "Trần Văn Cường"}, {"identity_number", "031200004567"}}},
              {"submitted_at", "2020-03-02T08:10:00+07:00"},
              {"accepted_at", "2020-03-02T08:20:00+07:00"},
              {"resolved_at", "2020-03-04T15:00:00+07:00"},
              {"outcome", "granted"},
              {"returned_at", "2020-03-05T09:00:00+07:00"}};
    std::string lines;
    for (int number = 1; number <= count; ++number) {
      line["source_id"] = "s-" + std::to_string(number);
      lines += line.dump() + "\n";
    }
    const auto importer =
        office.caller({auth::Role::importer}, office.unit("31", dossiers::examples::on("2020-06-01")).id);
    ASSERT_EQ(office.import.take_over(importer, lines).status, 200);
  }

  /// Some dossiers of today, each further on its way than the one before.
  void work_at_the_counter() {
    const auto ward = office.ward().code;
    const std::vector<dossiers::Order> steps{dossiers::AssignOrder{ward, "staff-1"},
                                             dossiers::ResolveOrder{dossiers::Outcome::granted, {}},
                                             dossiers::ReturnOrder{}};
    for (std::size_t far = 0; far <= steps.size(); ++far) {
      const json dossier = office.registered();
      for (std::size_t at = 0; at < far; ++at) ASSERT_EQ(office.order(dossier, steps[at]).status, 200);
    }
    ASSERT_EQ(office.order(office.registered(), dossiers::WithdrawOrder{}).status, 200);
    const json online = office.registered(dossiers::Channel::online);
    ASSERT_EQ(office.order(online, dossiers::RefuseOrder{{"thiếu giấy tờ"}}).status, 200);
  }

  /// One was accepted on another day, one by another unit, and one was entered twice: that one.
  json correct_what_was_told() {
    const auto leader = office.caller({auth::Role::leader}, office.unit("31", core::vietnam_date(office.clock())).id);
    const auto corrected = [&](const json& dossier, const dossiers::Order& order) {
      const auto answer =
          office.desk.handle(leader, office.once(), Office::id_of(dossier), std::nullopt, order, std::nullopt);
      EXPECT_EQ(answer.status, 200) << answer.body;
    };
    const json first = office.registered();
    office.order(first, dossiers::AssignOrder{office.ward().code, "staff-1"});
    office.order(first, dossiers::ResolveOrder{dossiers::Outcome::granted, {}});
    const json moved = office.registered();
    const json second = office.registered();
    tell();
    office.pass(std::chrono::hours{48});
    corrected(first, dossiers::CorrectAcceptanceOrder{dossiers::examples::at("2026-10-01 09:00"), {{"x"}, true}});
    corrected(moved, dossiers::CorrectUnitOrder{office.ward(1).code, {{"x"}}});
    corrected(second, dossiers::AnnulOrder{first["number"].get<std::string>(), {{"x"}}});
    return second;
  }

  /// Numbers everything that is new, and has reporting hear it.
  void tell() {
    auto log = outbox::load_log(*office.database, topic, office.clock());
    while (true) {
      const auto numbered =
          outbox::give_numbers(*office.database, topic, log, {log.published_through, {}}, 1000, office.clock());
      if (numbered.events.empty()) return;
      log.last_sequence = numbered.last_sequence;
      log.rolling_hash = numbered.rolling_hash;
      hear(numbered.events, log.epoch);
    }
  }

  void publish(const std::string& brokers) {
    outbox::Relay relay{*office.database, {office.place(), {brokers, "test"}, topic, 4, "/motcua/dossiers"}, metrics_};
    const std::jthread thread{[&relay](const std::stop_token& stop) { relay.run(stop); }};
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (office.count("outbox_log WHERE published_through = (SELECT COUNT(*) FROM history)") == 0) {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << "not published";
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }

  Outcome verified(const std::string& brokers = {}) const {
    std::ostringstream out;
    const auto findings = verify({.dossiers = office.place().url,
                                  .reporting = reporting_place_.settings().url,
                                  .brokers = brokers,
                                  .catalogue = CATALOGUE_FOLDER},
                                 out);
    return {findings, out.str()};
  }

  std::string imported(const std::string& source_id) {
    return office.database->in_read([&](store::Transaction& tx) {
      return std::get<0>(*tx.first<std::string>("SELECT id FROM dossiers WHERE source_id = :source_id", source_id));
    });
  }

  Office office;
  std::unique_ptr<store::Database> reporting;

 private:
  void hear(const std::vector<outbox::Outgoing>& events, std::int64_t epoch) {
    std::vector<outbox::Incoming> messages;
    messages.reserve(events.size());
    for (const outbox::Outgoing& event : events)
      messages.push_back(outbox::incoming_of(outbox::message_of(event, topic, 4, "/motcua/dossiers", epoch, "")));
    const auto units = office.source.current();
    const outbox::Inbox::Apply apply = [&](store::Transaction& tx, std::span<const outbox::Event> heard) {
      reporting::apply_dossiers(tx, heard, units->units);
    };
    reporting->transaction([&](store::Transaction& tx) {
      const std::map<std::string, std::string> nothing_given_up;
      outbox::Intake intake{tx, apply, outbox::Intake::Care::together, nothing_given_up, office.clock()};
      intake.take(messages);
      intake.finish();
    });
  }

  metrics::Registry metrics_{"verify_test"};
  testing::TemporaryDatabase reporting_place_;
};

}  // namespace motcua::verify::examples
