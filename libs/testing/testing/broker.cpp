#include "bus/embedded.hpp"
#include "testing/testing.hpp"

namespace motcua::testing {

struct EmbeddedBroker::Parts {
  bus::EmbeddedBroker broker{
      0, {{"motcua.dossiers.v1", 4}, {"motcua.refill-requests.v1", 1}, {"motcua.reporting.dead-letters", 1}}};
};

EmbeddedBroker::EmbeddedBroker()
    : parts_{std::make_unique<Parts>()}, address_{"127.0.0.1:" + std::to_string(parts_->broker.port())} {}

EmbeddedBroker::~EmbeddedBroker() = default;

void EmbeddedBroker::wipe() { parts_->broker.wipe(); }

}  // namespace motcua::testing
