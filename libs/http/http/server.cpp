#include "http/server.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "http/conversation.hpp"
#include "http/entrance.hpp"
#include "http/lanes.hpp"

namespace motcua::http {

struct Server::Parts {
  Parts(const Settings& settings, std::vector<Route> routes, metrics::Registry& metrics,
        std::function<bool(const std::exception&)> unavailable)
      : house{.settings = settings,
              .proxies = Proxies{settings.trusted_proxies},
              .routes = Routes{std::move(routes)},
              .metrics = metrics,
              .unavailable = std::move(unavailable)} {}

  // Looks at every connection a few times in the shortest of the times that it keeps.
  void sweep() {
    const Settings& times = house.settings;
    const auto shortest = std::min({times.head_timeout, times.body_timeout, times.idle_timeout});
    const auto pause = std::clamp<std::chrono::milliseconds>(shortest / 4, std::chrono::milliseconds{10},
                                                             std::chrono::milliseconds{250});
    std::unique_lock lock{mutex};
    while (!wake.wait_for(lock, pause, [this] { return done; })) {
      const auto now = Steady::now();
      for (const auto& conversation : lanes->conversations()) {
        conversation->sweep(now);
        if (house.closing.stop_requested()) conversation->leave();
      }
      lanes->wake_the_rested();
      open.set(static_cast<double>(lanes->connections()));
      held.set(static_cast<double>(house.held));
    }
  }

  House house;
  metrics::Gauge open =
      house.metrics.gauge("motcua_http_connections", "Connections open now.", {{"server", house.settings.name}});
  metrics::Gauge held = house.metrics.gauge("motcua_http_held_bytes", "Memory of requests not yet answered.",
                                            {{"server", house.settings.name}});
  std::unique_ptr<Lanes> lanes;
  std::unique_ptr<Entrance> entrance;
  std::thread sweeper;
  std::mutex mutex;
  std::condition_variable wake;
  bool done = false;
};

Server::Server(const Settings& settings, std::vector<Route> routes, metrics::Registry& metrics,
               std::function<bool(const std::exception&)> unavailable)
    : parts_{std::make_unique<Parts>(settings, std::move(routes), metrics, std::move(unavailable))} {}

Server::~Server() { stop(std::chrono::milliseconds{0}); }

void Server::start() {
  Parts& parts = *parts_;
  auto entrance = std::make_unique<Entrance>(parts.house);  // throws when the port is taken
  parts.lanes =
      std::make_unique<Lanes>(static_cast<std::size_t>(std::max(parts.house.settings.workers, 1)), parts.house);
  parts.lanes->run();
  parts.entrance = std::move(entrance);
  parts.entrance->open(*parts.lanes);
  parts.sweeper = std::thread{[&parts] { parts.sweep(); }};
}

std::uint16_t Server::port() const { return parts_->entrance ? parts_->entrance->port() : 0; }

void Server::stop(std::chrono::milliseconds patience) {
  Parts& parts = *parts_;
  if (!parts.lanes) return;
  const auto deadline = Steady::now() + patience;
  constexpr std::chrono::milliseconds glance{5};
  parts.house.closing.request_stop();  // before the door shuts: what still comes in is answered, and then closed
  parts.entrance->shut();
  const auto wait_until = [&](Steady::time_point end, auto&& urge) {
    while (parts.lanes->connections() > 0 && Steady::now() < end) {
      for (const auto& conversation : parts.lanes->conversations()) urge(*conversation);
      std::this_thread::sleep_for(glance);
    }
  };
  wait_until(deadline, [](Conversation& one) { one.leave(); });
  wait_until(Steady::now() + std::chrono::milliseconds{200}, [](Conversation& one) { one.cut(); });
  {
    const std::lock_guard lock{parts.mutex};
    parts.done = true;
  }
  parts.wake.notify_all();
  parts.sweeper.join();
  parts.lanes.reset();
  parts.open.set(0);
}

}  // namespace motcua::http
