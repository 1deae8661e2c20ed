#include "http/conversation.hpp"

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <new>

#include "core/text.hpp"
#include "http/query.hpp"
#include "http/refusals.hpp"
#include "http/trace.hpp"
#include "log/log.hpp"

namespace motcua::http {
namespace {

// A body of a request that is refused anyway is read and dropped up to here, so that the connection can go on.
constexpr std::size_t dropped_body = 64 * 1024;
// After the last answer the client's rest is read for a moment: closing with bytes unread would reset the connection
// and the client might never see the answer.
constexpr std::chrono::milliseconds farewell{1000};
constexpr std::size_t dropped_after_answer = 64 * 1024 * 1024;
// Less than the quickest answer of another process takes. A worker that others keep from its core misses it now and
// then; so one miss costs what several requests have gained.
constexpr std::chrono::microseconds swift_time{50};
constexpr std::chrono::milliseconds long_time{20};
constexpr int swift_from = 64;
constexpr int cost_of_a_miss = 16;
constexpr std::chrono::milliseconds swift_patience{200};  // with a reader; nobody in a swift lane waits long
constexpr std::size_t held_back_most = 64 * 1024;         // bytes behind a request that is held back
constexpr int most_in_a_row = 4;                          // requests of one connection while others of its lane wait
constexpr std::size_t written_at_once = 64 * 1024;        // bytes of an upload, which a file takes at once
constexpr std::size_t least_rate = 64 * 1024;             // bytes a second that an upload must come with
constexpr std::chrono::milliseconds breather{100};        // before the next request of a client that asked too much

bool takes_body(const Route& route) {
  return !route.consumes.empty() && (route.method == Method::post || route.method == Method::put ||
                                     route.method == Method::patch || route.method == Method::del);
}

bool is_media_type(std::string_view given, std::string_view wanted) {
  if (wanted == "*/*") return !given.empty();
  const auto parts = core::split(given, ';');
  if (core::lower(core::trim(parts.front())) != wanted) return false;
  for (std::size_t at = 1; at < parts.size(); ++at) {
    const std::string parameter = core::lower(core::trim(parts[at]));
    if (parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") return false;
  }
  return true;
}

std::optional<std::string_view> field(const Head& head, std::string_view name) {
  for (const auto& [key, value] : head.headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace

void House::refused(std::string_view reason) const {
  metrics
      .counter("motcua_http_refused_total",
               "Connections closed and requests refused before any route was asked, by reason.",
               {{"server", settings.name}, {"reason", std::string{reason}}})
      .increment();
}

Pace House::pace() const {
  return {.patience = settings.write_timeout, .most = settings.longest_write, .hurry = closing.get_token()};
}

std::size_t Tally::Hash::operator()(const Key& key) const {
  return std::hash<const void*>{}(key.route) * 31 + std::hash<const void*>{}(key.method) * 7 +
         static_cast<std::size_t>(key.status);
}

void Tally::answered(std::string_view method, const std::string* route, int status,
                     std::chrono::duration<double> took) {
  // Looked up in the registry on first use only.
  const auto labels = [&] {
    return metrics::Labels{{"method", std::string{method}}, {"route", route != nullptr ? *route : "unmatched"}};
  };
  Key key{route, method.data(), status};
  auto counter = counters_.find(key);
  if (counter == counters_.end()) {
    auto all = labels();
    all["status"] = std::to_string(status);
    auto series = house_.metrics.counter("motcua_http_requests_total", "Requests answered.", all);
    counter = counters_.emplace(key, series).first;
  }
  counter->second.increment();
  key.status = 0;
  auto histogram = histograms_.find(key);
  if (histogram == histograms_.end()) {
    auto series = house_.metrics.histogram("motcua_http_request_duration_seconds",
                                           "From the last byte of a request to the last byte of its answer.", labels());
    histogram = histograms_.emplace(key, series).first;
  }
  histogram->second.observe(took);
}

Conversation::Conversation(int socket, std::string peer, House& house, Crowd::Seat seat)
    : socket_{socket},
      peer_{std::move(peer)},
      house_{house},
      seat_{std::move(seat)},
      client_{house.proxies.client(peer_, {})},
      guard_{Limits{.body = house.routes.largest_body()}},
      deadline_{Steady::now() + house.settings.idle_timeout} {}

void Conversation::join(const std::atomic<bool>& awake, bool swift_lane) {
  const std::lock_guard lock{busy_};
  awake_ = &awake;
  in_swift_lane_ = swift_lane;
}

bool Conversation::take(std::string_view bytes, Tally& tally, std::uint64_t round) {
  const std::lock_guard lock{busy_};
  if (std::exchange(round_, round) != round) in_a_row_ = 0;
  if (phase_ == Phase::leaving) {
    // Nothing is read any more; a client that goes on sending is cut off.
    dropped_ += bytes.size();
    if (dropped_ > dropped_after_answer || Steady::now() > deadline_) cut_off();
    return false;
  }
  guard_.feed(bytes);
  go_on(tally);
  return phase_ != Phase::leaving && swift_ != in_swift_lane_;
}

// What may wait is not begun where it would let others wait.
bool Conversation::in_wrong_lane() const { return in_swift_lane_ && !swift_; }

// Pistache reads a connection as long as something comes, and a client that asks again at once keeps it there: whoever
// else is in the lane would wait as long as that client likes.
bool Conversation::others_come_first() const {
  return !last_round_ && (in_a_row_ >= most_in_a_row || Steady::now() < not_before_);
}

void Conversation::go_on(Tally& tally) {
  while (phase_ != Phase::leaving) {
    const auto step = held_back_ ? Guard::Step::request : guard_.step();
    switch (step) {
      case Guard::Step::head: decide(tally); break;
      case Guard::Step::request:
        if (!keep_part(true)) {
          refuse_bytes("upload", try_later(), tally);
          break;
        }
        held_back_ = (in_wrong_lane() || others_come_first()) && guard_.pending() < held_back_most;
        if (held_back_) {
          if (count_memory()) return;
          held_back_ = false;
          refuse_bytes("memory", overloaded(), tally);
          break;
        }
        serve(tally);
        break;
      case Guard::Step::broken: refuse_bytes(guard_.breach().reason, problem_of(guard_.breach()), tally); break;
      case Guard::Step::more:
        if (!keep_part(false)) {
          refuse_bytes("upload", try_later(), tally);
          break;
        }
        if (guard_.idle()) {
          set_phase(Phase::idle, house_.settings.idle_timeout);
        } else if (!guard_.in_body() && phase_ != Phase::head) {
          set_phase(Phase::head, house_.settings.head_timeout);
        }
        if (count_memory() || guard_.idle()) return;
        refuse_bytes("memory", overloaded(), tally);
        break;
    }
  }
  forget();
}

// False when this conversation has grown and all of them together hold too much. What a handler works on counts until
// it is answered, since nothing is counted anew before.
bool Conversation::count_memory() {
  const std::size_t now = guard_.held();
  const bool grown = now > held_;
  const std::size_t all = house_.held += now - held_;  // a difference below zero wraps around, and so does the sum
  held_ = now;
  return !grown || all <= house_.settings.memory;
}

void Conversation::forget() {
  guard_.forget();
  upload_.reset();
  count_memory();
}

// The head has come: find the route and say no before the body comes, if no it is.
void Conversation::decide(Tally& tally) {
  const Head& head = guard_.head();
  set_phase(Phase::body, house_.settings.body_timeout);
  body_began_ = Steady::now();
  method_ = head.method;
  refusal_.reset();
  upload_.reset();
  found_ = house_.routes.find(head.method, head.target.segments);
  if (found_.route == nullptr || !found_.route->swift) lose_swiftness();
  if (found_.path == nullptr) {
    refusal_ = not_found();
  } else if (head.method == Method::options && found_.route == nullptr) {
    if (head.announces_body()) refusal_ = body_not_taken();
  } else if (found_.route == nullptr) {
    refusal_ = method_not_allowed(*found_.allow);
  } else if (!found_.route->takes_query && !head.target.query.empty()) {
    refusal_ = malformed({unknown_parameter(head.target.query.front().first)});
  } else if (head.announces_body()) {
    const auto encoding = field(head, "content-encoding");
    if (!takes_body(*found_.route)) {
      refusal_ = body_not_taken();
    } else if (!is_media_type(field(head, "content-type").value_or(""), found_.route->consumes) ||
               (encoding && core::lower(*encoding) != "identity")) {
      refusal_ = wrong_type(found_.route->consumes);
    } else {
      guard_.limit_body(found_.route->body_limit);
    }
  }
  const bool keeps = found_.route != nullptr && found_.route->uploads != nullptr && head.announces_body();
  const bool waits = head.chunked || head.content_length > dropped_body || head.expects_continue || keeps;
  if (!refusal_ && waits && found_.route != nullptr && found_.route->admit) refusal_ = not_admitted(head);
  const bool too_long = keeps && !head.chunked && head.content_length > found_.route->body_limit;
  if (!refusal_ && keeps && !too_long) refusal_ = begin_upload();
  if (refusal_) {
    guard_.limit_body(dropped_body);
    if (waits) {
      asked_ = Steady::now();
      const Request request = opened(head.headers);
      reply(answer(*refusal_, request), request.traceparent, true, tally);
    }
    return;
  }
  const bool wanted = head.announces_body() && (head.chunked || head.content_length <= found_.route->body_limit);
  if (head.expects_continue && wanted && guard_.pending() == 0) {
    if (!send_all(socket_, "HTTP/1.1 100 Continue\r\n\r\n", {}, house_.pace())) cut_off();
  }
}

// A folder that takes nothing is for later, like a database that is away.
std::optional<Problem> Conversation::begin_upload() {
  try {
    upload_ = found_.route->uploads->begin();
    if (upload_) return std::nullopt;
  } catch (const std::exception& broken) {
    log::error("an upload cannot be kept; the client is told to try again", {{"error", broken.what()}});
    return try_later();
  }
  house_.refused("uploads");
  return overloaded();
}

// What has come of an upload goes into its file. False when the file takes no more.
bool Conversation::keep_part(bool last) {
  if (!upload_ || guard_.part() == 0 || (!last && guard_.part() < written_at_once)) return true;
  try {
    upload_->append(guard_.take_part());
  } catch (const std::exception& broken) {
    log::error("an upload cannot be kept; the client is told to try again", {{"error", broken.what()}});
    return false;
  }
  if (last || house_.closing.stop_requested()) return true;
  const std::chrono::milliseconds earned{upload_->size() * 1000 / least_rate};
  deadline_ = body_began_ + std::min(house_.settings.body_timeout + earned, house_.settings.longest_upload);
  return true;
}

// The request as far as its head tells: who asks, in which language, as part of which trace.
Request Conversation::opened(std::vector<std::pair<std::string, std::string>> headers) const {
  // A handler of GET answers HEAD as well and need not know.
  Request request{
      .method = method_ == Method::head ? Method::get : method_, .headers = std::move(headers), .peer = peer_};
  const auto given = request.header("traceparent");
  request.traceparent = given && is_traceparent(*given) ? std::string{*given} : new_traceparent();
  return request;
}

void Conversation::serve(Tally& tally) {
  asked_ = Steady::now();
  Head head = guard_.take_head();
  Request request = opened(std::move(head.headers));
  request.body = guard_.take_body();
  request.upload = std::exchange(upload_, nullptr);
  Response response;
  if (refusal_) {
    response = answer(*refusal_, request);
  } else if (found_.route == nullptr) {
    response = Response{.status = 204, .headers = {{"Allow", *found_.allow}}};
  } else {
    request.path = std::move(head.target.path);
    request.query = std::move(head.target.query);
    request.parameters = std::move(found_.parameters);
    request.route = *found_.path;
    request.client = request.header("x-forwarded-for") ? house_.proxies.client(peer_, request.headers) : client_;
    request.closing = house_.closing.get_token();
    response = handled(request, *found_.route);
  }
  phase_ = Phase::idle;
  ++in_a_row_;
  if (response.status == 429) not_before_ = asked_ + breather;
  // Who sends more than can be held back while others have their turn is asked to come again.
  const bool endless = in_a_row_ >= most_in_a_row && guard_.pending() >= held_back_most;
  const bool close = !head.keep_alive || house_.closing.stop_requested() || endless;
  if (found_.route != nullptr && found_.route->swift) count_swiftness(Steady::now() - asked_);
  reply(response, request.traceparent, close, tally);
}

void Conversation::count_swiftness(Steady::duration took) {
  if (!house_.has_swift_lanes) return;
  const bool lost = took > long_time;
  swiftness_ = lost ? 0 : std::clamp(took < swift_time ? swiftness_ + 1 : swiftness_ - cost_of_a_miss, 0, swift_from);
  if (swiftness_ == swift_from) swift_ = true;
  if (swiftness_ == 0) swift_ = false;
}

void Conversation::lose_swiftness() {
  swiftness_ = 0;
  swift_ = false;
}

std::optional<Problem> Conversation::not_admitted(const Head& head) const {
  Request request = opened(head.headers);
  request.client = house_.proxies.client(peer_, request.headers);
  request.parameters = found_.parameters;
  request.query = head.target.query;
  const log::TraceScope trace{request.trace_id()};
  try {
    return found_.route->admit(request);
  } catch (...) {
    return failed(*found_.route);
  }
}

Response Conversation::handled(const Request& request, const Route& route) const {
  const log::TraceScope trace{request.trace_id()};
  try {
    Response response = route.handler(request);
    if (response.status >= 500)
      log::error("answered with an error",
                 {{"method", name_of(method_)}, {"route", route.path}, {"status", response.status}});
    return response;
  } catch (...) {
    return answer(failed(route), request);
  }
}

// What the exception at hand comes to; its words are for the log alone.
Problem Conversation::failed(const Route& route) const {
  try {
    throw;
  } catch (const std::exception& error) {
    // Memory that others hold now will be free again, like a database that is away.
    const bool short_of_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    const bool later = short_of_memory || (house_.unavailable && house_.unavailable(error));
    log::error(
        later ? "not available; the client is told to try again" : "a handler failed",
        {{"method", name_of(method_)}, {"route", route.path}, {"status", later ? 503 : 500}, {"error", error.what()}});
    return later ? try_later() : broken();
  } catch (...) {
    log::error("a handler threw what is no exception",
               {{"method", name_of(method_)}, {"route", route.path}, {"status", 500}});
    return broken();
  }
}

void Conversation::refuse_bytes(std::string_view reason, const Problem& problem, Tally& tally) {
  house_.refused(reason);
  // With a body too large the head was good, and its route and language are known.
  const bool in_head = phase_ != Phase::body;
  if (in_head) found_ = {};
  asked_ = Steady::now();
  const Request request = in_head ? opened({}) : opened(guard_.take_head().headers);
  forget();  // before the answer is written: others may want the memory
  const bool methodless = in_head;
  if (methodless) method_ = Method::get;
  reply(answer(problem, request), request.traceparent, true, tally, methodless);
}

void Conversation::reply(const Response& response, std::string_view traceparent, bool close, Tally& tally,
                         bool methodless) {
  const bool without_body = method_ == Method::head || !has_body(response.status);
  const std::string head = head_of(response, {.close = close, .traceparent = traceparent});
  // Clients of one address that do not read must not hold all workers.
  bool waited_for = true;
  auto pace = house_.pace();
  if (in_swift_lane_) pace.patience = pace.most = std::min(pace.patience, swift_patience);
  pace.may_wait = [&] { return waited_for = seat_.wait(static_cast<std::size_t>(house_.settings.workers) / 4 + 1); };
  const bool sent = response.file && !without_body
                        ? send_all(socket_, head, *response.file, pace)
                        : send_all(socket_, head, without_body ? std::string_view{} : response.body, pace);
  seat_.waited();
  tally.answered(methodless ? "other" : name_of(method_), found_.path, response.status, Steady::now() - asked_);
  if (!sent) {
    house_.refused(waited_for ? "slow_reader" : "slow_readers_of_an_address");
    cut_off();
  } else if (close) {
    say_goodbye();
  }
}

void Conversation::say_goodbye() {
  set_phase(Phase::leaving, farewell);
  ::shutdown(socket_, SHUT_WR);
}

void Conversation::cut_off() {
  phase_ = Phase::leaving;
  deadline_ = Steady::time_point::max();
  ::shutdown(socket_, SHUT_RDWR);
}

void Conversation::set_phase(Phase phase, std::chrono::milliseconds time) {
  phase_ = phase;
  deadline_ = Steady::now() + time;
}

void Conversation::gone() {
  const std::lock_guard lock{busy_};
  forget();
  seat_.leave();
  gone_ = true;
}

bool Conversation::unread() const {
  int bytes = 0;
  return ::ioctl(socket_, FIONREAD, &bytes) == 0 && bytes > 0;
}

void Conversation::sweep(Steady::time_point now) {
  const std::unique_lock lock{busy_, std::try_to_lock};
  if (!lock || gone_ || now < deadline_) return;
  if (phase_ == Phase::leaving) {
    cut_off();
    return;
  }
  if (unread()) return;  // the client is not late, our worker is
  if (phase_ == Phase::idle) {
    cut_off();
    return;
  }
  if (house_.closing.stop_requested()) {
    house_.refused("closing");
    last_word(try_later());
    return;
  }
  house_.refused(phase_ == Phase::head ? "head_timeout" : "body_timeout");
  last_word(timed_out());
}

// Outside a worker nobody waits for the client to read: what does not fit into the socket's buffer is not said.
void Conversation::last_word(const Problem& problem) {
  method_ = Method::get;
  const Request request = opened({});
  const Response response = answer(problem, request);
  send_all(socket_, head_of(response, {.close = true, .traceparent = request.traceparent}), response.body, Pace{});
  say_goodbye();
  forget();
}

void Conversation::leave() {
  const std::unique_lock lock{busy_, std::try_to_lock};
  if (!lock || gone_) return;
  if (phase_ == Phase::head || phase_ == Phase::body)
    deadline_ = std::min(deadline_, Steady::now() + house_.settings.last_call);
  // In this order: bytes that are no longer unread are with a worker that was awake before it took them.
  const bool between_requests = phase_ == Phase::idle && guard_.idle() && !held_back_;
  if (between_requests && !unread() && !(awake_ != nullptr && *awake_)) cut_off();
}

void Conversation::cut() {
  const std::unique_lock lock{busy_, std::try_to_lock};
  if (lock && !gone_) cut_off();
}

void Conversation::turn_away(const Problem& problem) {
  const std::lock_guard lock{busy_};
  last_word(problem);
}

}  // namespace motcua::http
