#include "bus/embedded.hpp"
#include "testing/testing.hpp"

namespace motcua::testing {

struct EmbeddedBroker::Parts {
  bus::EmbeddedBroker broker{0, {}};  // makes a topic when it is asked for one
};

EmbeddedBroker::EmbeddedBroker()
    : parts_{std::make_unique<Parts>()}, address_{"127.0.0.1:" + std::to_string(parts_->broker.port())} {}

EmbeddedBroker::~EmbeddedBroker() = default;

void EmbeddedBroker::wipe() { parts_->broker.wipe(); }

}  // namespace motcua::testing
