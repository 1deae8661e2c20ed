#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "http/conversation.hpp"

namespace motcua::http {

/// Pistache's reactor threads, one lane each. We accept connections ourselves and hand them over on our own descriptor:
/// Pistache's listener takes one per wake-up from a queue of 128, spins when descriptors run out, and may lose the
/// wake-up that tells a worker of a new connection.
///
/// Handlers may wait, so there are more lanes than cores. But waking a thread costs as much as an answer that waits for
/// nothing. So connections whose answers have all been that quick live together in a few *swift* lanes, as many as
/// there are cores at most, beside the others. A request on a route that may wait is not begun there: it first takes
/// its connection to an ordinary lane. So does a route that has turned slow, with the next request.
///
/// A worker serves its connections in rounds, a few requests each, so that one that asks without pause delays the
/// others of its lane by a few answers only.
class Lanes {
 public:
  /// `count` ordinary lanes; with four or more, and a swift route, there are swift ones as well.
  Lanes(std::size_t count, House& house);
  /// After shut(), or when nothing was ever given. Closes what is left.
  ~Lanes();

  void run();
  /// To the lane of its kind with the fewest connections; one whose worker has been with a request for long is passed
  /// over while others are free, since its connections wait. The socket must not block; it is closed by the lane. From
  /// any thread.
  void give(std::shared_ptr<Conversation> conversation);
  std::size_t connections() const;
  std::vector<std::shared_ptr<Conversation>> conversations() const;
  /// Who was told to wait a moment may go on when the moment is over, and somebody has to look. From any thread.
  void wake_the_rested();
  /// Ends the threads and waits for them, thus for every handler still at work.
  void shut();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::http
