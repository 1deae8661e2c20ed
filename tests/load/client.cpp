// Clients that put a server to work and say how it did, in one line of JSON. Written in C++ because whatever measures
// works on the same cores as what is measured.
//
//   load-client get       --port P --targets FILE [--token FILE] --clients N --seconds S [--once] [--rate
//   REQUESTS-A-SECOND] load-client flood     --port P --targets FILE [--token FILE] --clients N --seconds S [--from
//   ADDRESS] load-client register  --port P --counters FILE --clients N --seconds S load-client lifecycle --port P
//   --counters FILE --clients N --seconds S [--rate COMMANDS-A-SECOND] load-client probe     --port P --counters FILE
//   --seconds S --report-port P --report-target T --token FILE
//
// `get` goes round its targets, `--once` asks each once. `flood` does not care what it is answered, nor that it is hung
// up on. `probe` registers, then asks the report until it counts it.

#include <atomic>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "load/connection.hpp"
#include "load/counter.hpp"
#include "load/tally.hpp"

namespace motcua::load {
namespace {

class Options {
 public:
  Options(int count, char** words) {
    for (int at = 2; at < count; ++at) {
      const std::string name = words[at];
      given_[name] = name == "--once" || at + 1 == count ? "" : words[++at];
    }
  }
  bool has(const std::string& name) const { return given_.contains(name); }
  const std::string& text(const std::string& name) const {
    const auto found = given_.find(name);
    if (found == given_.end()) throw std::runtime_error(name + " is missing");
    return found->second;
  }
  double number(const std::string& name) const { return std::stod(text(name)); }
  std::uint16_t port(const std::string& name) const { return static_cast<std::uint16_t>(std::stoi(text(name))); }

 private:
  std::map<std::string, std::string> given_;
};

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in{file};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (lines.empty()) throw std::runtime_error("nothing in " + file);
  return lines;
}

std::vector<Place> places_in(const std::string& file) {
  std::ifstream in{file};
  std::vector<Place> places;
  for (Place one; in >> one.unit >> one.procedure >> one.officer >> one.handler;) places.push_back(one);
  if (places.empty()) throw std::runtime_error("nobody works at " + file);
  return places;
}

Clock::duration seconds(double count) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>{count});
}

/// One thread a client; the first that fails ends the program.
Tally together(int clients, const std::function<void(int, Tally&)>& work) {
  std::vector<Tally> tallies(static_cast<std::size_t>(clients));
  std::exception_ptr failed;
  std::mutex lock;
  {
    std::vector<std::jthread> threads;
    for (int client = 0; client < clients; ++client) {
      threads.emplace_back([&, client] {
        try {
          work(client, tallies[static_cast<std::size_t>(client)]);
        } catch (...) {
          const std::scoped_lock locked{lock};
          failed = std::current_exception();
        }
      });
    }
  }
  if (failed) std::rethrow_exception(failed);
  Tally all;
  for (Tally& one : tallies) all.add(std::move(one));
  return all;
}

std::vector<std::string> requests_of(const Options& options) {
  const std::string token = options.has("--token") ? lines_of(options.text("--token")).front() : "";
  std::vector<std::string> requests;
  for (const auto& target : lines_of(options.text("--targets"))) requests.push_back(get_request(target, token));
  return requests;
}

/// Requests of one client at moments that do not wait for the server: what it answers late, it answers late.
std::function<Clock::time_point()> pace_of(const Options& options, int client, int clients) {
  if (!options.has("--rate")) return [] { return Clock::now(); };
  const auto step = seconds(clients / options.number("--rate"));
  return [due = Clock::now() + step * client / clients, step]() mutable {
    std::this_thread::sleep_until(due);
    return std::exchange(due, due + step);
  };
}

Tally get(const Options& options, int clients, Clock::time_point end) {
  const auto requests = requests_of(options);
  const bool once = options.has("--once");
  std::atomic<std::size_t> next{0};
  return together(clients, [&](int client, Tally& tally) {
    Connection connection{options.port("--port")};
    const auto pace = pace_of(options, client, clients);
    for (auto began = pace(); began < end; began = pace()) {
      const std::size_t at = next++;
      if (once && at >= requests.size()) return;
      const Answer& answer = connection.ask(requests[at % requests.size()]);
      tally.note("get", answer.status, Clock::now() - began);
      if (answer.status != 200) throw std::runtime_error("not read: " + answer.head + answer.body);
    }
  });
}

/// Without pause; a connection that is closed is made again.
Tally flood(const Options& options, int clients, Clock::time_point end) {
  const auto requests = requests_of(options);
  const std::string from = options.has("--from") ? options.text("--from") : "127.0.0.1";
  std::atomic<std::size_t> next{0};
  return together(clients, [&](int, Tally& tally) {
    std::unique_ptr<Connection> connection;
    while (Clock::now() < end) {
      try {
        if (!connection) connection = std::make_unique<Connection>(options.port("--port"), from);
        const auto began = Clock::now();
        const Answer& answer = connection->ask(requests[next++ % requests.size()]);
        tally.note("flood", answer.status, Clock::now() - began);
      } catch (const std::exception&) {
        connection.reset();
        tally.note("hung up", 0, Clock::duration::zero());
      }
    }
  });
}

Tally commands(const Options& options, int clients, Clock::time_point end, bool whole_lives) {
  const auto places = places_in(options.text("--counters"));
  return together(clients, [&](int client, Tally& tally) {
    Counter counter{places[static_cast<std::size_t>(client) % places.size()], options.port("--port"), tally,
                    [pace = pace_of(options, client, clients)] { pace(); }};
    while (Clock::now() < end) {
      if (whole_lives) {
        counter.live_a_life();
      } else {
        counter.take_in("direct");
      }
    }
  });
}

std::uint64_t received_in(const std::string& report) {
  constexpr std::string_view before = "\"received\":{\"total\":";
  const auto at = report.find(before);
  if (at == std::string::npos) throw std::runtime_error("not a report: " + report.substr(0, 200));
  return std::stoull(report.substr(at + before.size(), 20));
}

Tally probe(const Options& options, Clock::time_point end) {
  const auto step = std::chrono::milliseconds{2};
  const auto pause = std::chrono::milliseconds{50};
  const std::string report = get_request(options.text("--report-target"), lines_of(options.text("--token")).front());
  Tally tally;
  Tally of_registering;
  Connection reporting{options.port("--report-port")};
  Counter counter{places_in(options.text("--counters")).front(), options.port("--port"), of_registering, [] {}};
  while (Clock::now() < end) {
    const auto before = received_in(reporting.ask(report).body);
    counter.take_in("direct");
    const auto acknowledged = Clock::now();
    while (received_in(reporting.ask(report).body) == before) {
      if (Clock::now() - acknowledged > std::chrono::seconds{60}) throw std::runtime_error("not in the report in 60 s");
      std::this_thread::sleep_for(step);
    }
    tally.note("visible", 0, Clock::now() - acknowledged);
    std::this_thread::sleep_for(pause);
  }
  return tally;
}

int run(const std::string& what, const Options& options) {
  const int clients = options.has("--clients") ? std::stoi(options.text("--clients")) : 1;
  const auto began = Clock::now();
  const auto end = began + seconds(options.number("--seconds"));
  Tally tally;
  if (what == "get") {
    tally = get(options, clients, end);
  } else if (what == "flood") {
    tally = flood(options, clients, end);
  } else if (what == "register" || what == "lifecycle") {
    tally = commands(options, clients, end, what == "lifecycle");
  } else if (what == "probe") {
    tally = probe(options, end);
  } else {
    throw std::runtime_error("get, flood, register, lifecycle or probe, not " + what);
  }
  std::cout << tally.json(std::chrono::duration<double>{Clock::now() - began}.count()) << std::endl;
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace motcua::load

int main(int count, char** words) {
  try {
    return motcua::load::run(count > 1 ? words[1] : "nothing", motcua::load::Options{count, words});
  } catch (const std::exception& broken) {
    std::cerr << "load-client: " << broken.what() << std::endl;
    return EXIT_FAILURE;
  }
}
