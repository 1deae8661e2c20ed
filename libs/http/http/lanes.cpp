#include "http/lanes.hpp"

#include <pistache/peer.h>
#include <pistache/reactor.h>
#include <pistache/tcp.h>
#include <pistache/transport.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>
#include <unordered_map>

#include "log/log.hpp"

namespace motcua::http {
namespace {

namespace Tcp = Pistache::Tcp;
namespace Polling = Pistache::Polling;

constexpr auto free = Steady::time_point::max();
constexpr std::chrono::milliseconds long_time{50};
constexpr std::size_t lanes_to_a_swift_one = 4;

/// The conversations of one lane. Changed by its worker only; the sweeper reads it, hence the mutex.
struct Lane {
  explicit Lane(const House& house) : tally{house} {}

  std::shared_ptr<Conversation> find(int socket) const {
    const auto found = conversations.find(socket);  // worker thread: nobody else changes it
    return found == conversations.end() ? nullptr : found->second;
  }

  /// Bytes for a conversation of this lane, on its worker.
  void hear(const std::shared_ptr<Conversation>& conversation, std::string_view bytes) {
    busy_since = Steady::now();
    try {
      if (conversation->take(bytes, tally, round)) leavers.push_back(conversation);
      if (conversation->holds_back() && std::ranges::find(resting, conversation) == resting.end())
        resting.push_back(conversation);
    } catch (...) {
      busy_since = free;
      conversation->cut();
      throw;
    }
    busy_since = free;
  }

  Tally tally;
  bool swift = false;                                       // set before the workers run, as `give` is
  std::function<void(std::shared_ptr<Conversation>)> give;  // to the right lane
  std::vector<std::shared_ptr<Conversation>> leavers;       // the worker's alone; one may be in it twice
  std::vector<std::shared_ptr<Conversation>> resting;       // the worker's alone: they go on in a later round
  std::atomic<bool> some_rest{false};
  std::uint64_t round = 0;
  std::mutex mutex;
  std::unordered_map<int, std::shared_ptr<Conversation>> conversations;
  std::vector<std::shared_ptr<Conversation>> arrivals;
  std::atomic<std::size_t> count{0};                 // arrivals included
  std::atomic<Steady::time_point> busy_since{free};  // the worker is with one connection
  std::atomic<bool> awake{false};                    // the worker is not waiting for anything to read

  bool busy_for_long() const {
    const auto since = busy_since.load();
    return since != free && Steady::now() > since + long_time;
  }
};

/// Never lets an exception into Pistache's loop, which would end the process. False when there was one.
template <class Work>
bool guarded(const char* what, Work work) {
  try {
    work();
    return true;
  } catch (const std::exception& error) {
    log::error("a connection failed", {{"in", what}, {"error", error.what()}});
    return false;
  }
}

class Ears : public Tcp::Handler {
 public:
  explicit Ears(std::shared_ptr<Lane> lane) : lane_{std::move(lane)} {}
  std::shared_ptr<Tcp::Handler> clone() const override { return std::make_shared<Ears>(lane_); }

  void onInput(const char* buffer, std::size_t length, const std::shared_ptr<Tcp::Peer>& peer) override {
    guarded("reading", [&] {
      const auto conversation = lane_->find(peer->fd());
      if (conversation != nullptr) lane_->hear(conversation, {buffer, length});
    });
  }

  // Pistache closes the socket after this and not before; from here on nobody of ours may touch it.
  void onDisconnection(const std::shared_ptr<Tcp::Peer>& peer) override {
    std::shared_ptr<Conversation> conversation;
    {
      const std::lock_guard lock{lane_->mutex};
      const auto found = lane_->conversations.find(peer->fd());
      if (found == lane_->conversations.end()) return;
      conversation = std::move(found->second);
      lane_->conversations.erase(found);
    }
    guarded("the last of a connection", [&] {
      conversation->join(lane_->awake, false);  // a request that waits for its lane has none to go to
      conversation->last_round();
      lane_->hear(conversation, {});
    });
    conversation->gone();
    --lane_->count;
  }

 private:
  std::shared_ptr<Lane> lane_;
};

/// Pistache's transport of one worker, with a door of ours: new connections come through `bell_`, so that they are
/// handed over on the worker's own thread, where Pistache needs no queue for them.
class Door : public Tcp::Transport {
 public:
  explicit Door(House& house) : Door{house, std::make_shared<Lane>(house)} {}
  ~Door() override {
    if (bell_ >= 0) ::close(bell_);
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  std::shared_ptr<Pistache::Aio::Handler> clone() const override { return std::make_shared<Door>(house_); }

  void registerPoller(Polling::Epoll& poller) override {
    Tcp::Transport::registerPoller(poller);
    bell_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (bell_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
    poller.addFd(bell_, Pistache::Flags<Polling::NotifyOn>(Polling::NotifyOn::Read),
                 Polling::Tag(static_cast<std::uint64_t>(bell_)));
  }

  void onReady(const Pistache::Aio::FdSet& ready) override {
    lane_->awake = true;
    ++lane_->round;
    const auto rested = std::exchange(lane_->resting, {});
    // Pistache throws at a socket's error other than a reset, a time-out say, and leaves the rest of the set unread.
    // The kernel tells an error once and the end afterwards, so the second look closes that one and goes on.
    for (auto looks = std::distance(ready.begin(), ready.end()); looks >= 0; --looks) {
      if (guarded("the loop", [&] { look_at(ready); })) break;
    }
    for (const auto& one : rested) {
      if (lane_->find(one->socket()) == one) guarded("going on", [&] { lane_->hear(one, {}); });
    }
    let_go();
    const auto now = Steady::now();
    lane_->some_rest = !lane_->resting.empty();
    if (std::ranges::any_of(lane_->resting, [now](const auto& one) { return one->may_go_on(now); })) ring();
    lane_->awake = false;
  }

  /// Another round, even when nothing is there to read.
  void ring() {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then it rings anyway.
    [[maybe_unused]] const auto written = ::write(bell_, &one, sizeof one);
  }

  void give(std::shared_ptr<Conversation> conversation) {
    ++lane_->count;  // first: the worker may be done with it before we are
    conversation->join(lane_->awake, lane_->swift);
    {
      const std::lock_guard lock{lane_->mutex};
      lane_->arrivals.push_back(std::move(conversation));
    }
    ring();
  }

  Lane& lane() const { return *lane_; }

 private:
  Door(House& house, std::shared_ptr<Lane> lane)
      : Tcp::Transport{std::make_shared<Ears>(lane)}, house_{house}, lane_{std::move(lane)} {}

  void look_at(const Pistache::Aio::FdSet& ready) {
    const Polling::Tag bell{static_cast<std::uint64_t>(bell_)};
    bool rung = false;
    for (const auto& entry : ready) rung = rung || entry.getTag() == bell;
    if (!rung) {
      Tcp::Transport::onReady(ready);
      return;
    }
    // Pistache throws on descriptors that it does not know, so it must not see ours.
    std::vector<Polling::Event> others;
    for (const auto& entry : ready) {
      if (entry.getTag() == bell) continue;
      Polling::Event event{entry.getTag()};
      if (entry.isReadable()) event.flags.setFlag(Polling::NotifyOn::Read);
      if (entry.isWritable()) event.flags.setFlag(Polling::NotifyOn::Write);
      if (entry.isHangup()) event.flags.setFlag(Polling::NotifyOn::Hangup);
      others.push_back(event);
    }
    if (!others.empty()) Tcp::Transport::onReady(Pistache::Aio::FdSet{std::move(others)});
    welcome();
  }

  void welcome() {
    std::uint64_t rings = 0;
    [[maybe_unused]] const auto got = ::read(bell_, &rings, sizeof rings);
    std::vector<std::shared_ptr<Conversation>> arrivals;
    {
      const std::lock_guard lock{lane_->mutex};
      arrivals.swap(lane_->arrivals);
      for (const auto& arrival : arrivals) lane_->conversations[arrival->socket()] = arrival;
    }
    for (const auto& arrival : arrivals) {
      guarded("taking over", [&] {
        handleNewPeer(Tcp::Peer::Create(arrival->socket(), Pistache::Address{}));
        lane_->hear(arrival, {});  // what it was given in another lane and held back
      });
    }
  }

  // Not before Pistache has done with the set: it goes on reading a peer that it has begun with.
  void let_go() {
    for (const auto& leaver : std::exchange(lane_->leavers, {})) {
      const int socket = leaver->socket();
      if (lane_->find(socket) != leaver || leaver->is_swift() == lane_->swift)
        continue;  // it has ended, or thinks better
      guarded("giving away", [&] {
        reactor()->removeFd(key(), socket);
        peers.erase(socket);
        {
          const std::lock_guard lock{lane_->mutex};
          lane_->conversations.erase(socket);
        }
        lane_->give(leaver);
        --lane_->count;
      });
    }
  }

  House& house_;
  std::shared_ptr<Lane> lane_;
  int bell_ = -1;
};

}  // namespace

struct Lanes::Parts {
  std::shared_ptr<Pistache::Aio::Reactor> reactor = Pistache::Aio::Reactor::create();
  std::vector<std::shared_ptr<Door>> doors;  // the swift lanes' first
  std::size_t swift = 0;
  bool running = false;
};

Lanes::Lanes(std::size_t count, House& house) : parts_{std::make_unique<Parts>()} {
  if (house.routes.has_swift())
    parts_->swift = std::min<std::size_t>(std::thread::hardware_concurrency(), count / lanes_to_a_swift_one);
  house.has_swift_lanes = parts_->swift > 0;
  parts_->reactor->init(Pistache::Aio::AsyncContext(parts_->swift + count, "http"));
  const auto key = parts_->reactor->addHandler(std::make_shared<Door>(house));
  for (const auto& handler : parts_->reactor->handlers(key)) {
    const auto door = std::static_pointer_cast<Door>(handler);
    door->lane().swift = parts_->doors.size() < parts_->swift;
    door->lane().give = [this](std::shared_ptr<Conversation> one) { give(std::move(one)); };
    parts_->doors.push_back(door);
  }
}

Lanes::~Lanes() {
  shut();
  for (const auto& door : parts_->doors) {
    for (const auto& [socket, conversation] : door->lane().conversations) ::close(socket);
    for (const auto& conversation : door->lane().arrivals) ::close(conversation->socket());
  }
}

void Lanes::run() {
  parts_->running = true;
  parts_->reactor->run();
}

void Lanes::give(std::shared_ptr<Conversation> conversation) {
  const auto load = [](const std::shared_ptr<Door>& door) {
    return std::pair{door->lane().busy_for_long(), door->lane().count.load()};
  };
  const auto ordinary = parts_->doors.begin() + static_cast<std::ptrdiff_t>(parts_->swift);
  const auto first = conversation->is_swift() ? parts_->doors.begin() : ordinary;
  const auto last = conversation->is_swift() ? ordinary : parts_->doors.end();
  (*std::ranges::min_element(first, last, {}, load))->give(std::move(conversation));
}

std::size_t Lanes::connections() const {
  std::size_t count = 0;
  for (const auto& door : parts_->doors) count += door->lane().count;
  return count;
}

std::vector<std::shared_ptr<Conversation>> Lanes::conversations() const {
  std::vector<std::shared_ptr<Conversation>> all;
  for (const auto& door : parts_->doors) {
    const std::lock_guard lock{door->lane().mutex};
    for (const auto& [socket, conversation] : door->lane().conversations) all.push_back(conversation);
  }
  return all;
}

void Lanes::wake_the_rested() {
  for (const auto& door : parts_->doors) {
    if (door->lane().some_rest) door->ring();
  }
}

void Lanes::shut() {
  if (!parts_->running) return;
  parts_->running = false;
  parts_->reactor->shutdown();
  parts_->reactor.reset();  // joins the threads
}

}  // namespace motcua::http
