#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/crowd.hpp"
#include "http/guard.hpp"
#include "http/message.hpp"
#include "http/proxies.hpp"
#include "http/routes.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"
#include "metrics/metrics.hpp"

namespace motcua::http {

using Steady = std::chrono::steady_clock;

/// What all conversations of a server share. Outlives them.
struct House {
  Settings settings;
  Proxies proxies;
  Routes routes;
  metrics::Registry& metrics;
  std::function<bool(const std::exception&)> unavailable;
  Crowd crowd{};
  std::atomic<std::size_t> held{0};  ///< bytes, by all conversations
  std::stop_source closing{};        ///< once asked, every answer is a connection's last
  bool has_swift_lanes = false;      ///< set before the first connection

  void refused(std::string_view reason) const;
  Pace pace() const;
};

/// The time series of one worker thread, looked up once each.
class Tally {
 public:
  explicit Tally(const House& house) : house_{house} {}
  /// `route` must be a template that lives as long as the house, or null for none.
  void answered(std::string_view method, const std::string* route, int status, std::chrono::duration<double> took);

 private:
  struct Key {
    const void* route;
    const void* method;
    int status;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  const House& house_;
  std::unordered_map<Key, metrics::Counter, Hash> counters_;
  std::unordered_map<Key, metrics::Histogram, Hash> histograms_;
};

/// One connection: frames what comes, finds the route, asks its handler, writes the answer, all on the worker thread
/// that the connection belongs to and under a mutex, so that the sweeper may look at it in between. It never closes the
/// socket, only shuts it down: Pistache then reads the end, calls gone() and closes it, so a descriptor is never used
/// after it was given to another.
class Conversation {
 public:
  Conversation(int socket, std::string peer, House& house, Crowd::Seat seat = {});

  /// `awake`: the worker is at its connections, and may hold bytes that it has read and not yet given. Before the first
  /// take(), and when it goes to another lane; outlives this.
  void join(const std::atomic<bool>& awake, bool swift_lane);
  /// Bytes came. Worker thread. True: it should go to a lane of the other kind, and be given nothing there, as soon as
  /// nothing is left to read. In one `round` of the worker a connection is served a few requests only.
  bool take(std::string_view bytes, Tally& tally, std::uint64_t round);
  /// A whole request waits: for its lane, for the next round, or because its client asked too much just before. It goes
  /// on when it is given something, which may be nothing. Worker thread.
  bool holds_back() const { return held_back_; }
  bool may_go_on(Steady::time_point now) const { return now >= not_before_; }
  /// There will be no further round: what is left is served now.
  void last_round() { last_round_ = true; }
  /// Its requests are of those that wait for nothing: see lanes.hpp.
  bool is_swift() const { return swift_; }
  /// The socket is about to be closed.
  void gone();

  /// Past its time: 408 when a request was under way. Any thread; skips a conversation that is being worked on.
  void sweep(Steady::time_point now);
  /// The server stops: closes what is between two requests, and soon what waits for the rest of one; the others end
  /// with their answer. May be called again and again.
  void leave();
  /// Time is up.
  void cut();
  /// Before it was given to a lane: there are too many.
  void turn_away(const Problem& problem);

  int socket() const { return socket_; }

 private:
  enum class Phase { idle, head, body, leaving };

  void go_on(Tally& tally);
  bool in_wrong_lane() const;
  bool others_come_first() const;
  void count_swiftness(Steady::duration took);
  void lose_swiftness();
  void decide(Tally& tally);
  void serve(Tally& tally);
  std::optional<Problem> not_admitted(const Head& head) const;
  std::optional<Problem> begin_upload();
  bool keep_part(bool last);
  Response handled(const Request& request, const Route& route) const;
  Problem failed(const Route& route) const;
  Request opened(std::vector<std::pair<std::string, std::string>> headers) const;
  void reply(const Response& response, std::string_view traceparent, bool close, Tally& tally, bool methodless = false);
  void refuse_bytes(std::string_view reason, const Problem& problem, Tally& tally);
  void last_word(const Problem& problem);
  bool count_memory();
  void forget();
  void say_goodbye();
  void cut_off();
  void set_phase(Phase phase, std::chrono::milliseconds time);
  bool unread() const;

  const int socket_;
  const std::string peer_;
  House& house_;
  Crowd::Seat seat_;
  const std::string client_;  // who asks when no proxy speaks for it
  const std::atomic<bool>* awake_ = nullptr;
  std::mutex busy_;
  Guard guard_;
  Phase phase_ = Phase::idle;
  Steady::time_point deadline_;
  bool gone_ = false;
  std::size_t held_ = 0;     // bytes of memory, as the house has counted them
  std::size_t dropped_ = 0;  // bytes that came after the last answer
  bool in_swift_lane_ = false;
  bool swift_ = false;
  bool held_back_ = false;
  bool last_round_ = false;
  std::uint64_t round_ = 0;
  int in_a_row_ = 0;  // requests served in this round
  Steady::time_point not_before_{};
  int swiftness_ = 0;

  // of the request whose head has come
  Method method_ = Method::get;
  Routes::Found found_;
  std::optional<Problem> refusal_;
  std::shared_ptr<core::File> upload_;  // of a route that keeps its bodies in files
  Steady::time_point body_began_;
  Steady::time_point asked_;
};

}  // namespace motcua::http
