#include "bus/embedded.hpp"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <stdexcept>

#include "bus/forwarder.hpp"
#include "bus/handle.hpp"

namespace motcua::bus {
namespace {

struct DestroyCluster {
  void operator()(rd_kafka_mock_cluster_t* cluster) const { rd_kafka_mock_cluster_destroy(cluster); }
};

}  // namespace

struct EmbeddedBroker::Parts {
  Forwarder forwarder;
  std::vector<std::pair<std::string, int>> topics;
  Owned<rd_kafka_t> host;  // the mock cluster lives in a client's threads; the client itself talks to nobody
  std::unique_ptr<rd_kafka_mock_cluster_t, DestroyCluster> cluster;

  Parts(std::uint16_t port, std::vector<std::pair<std::string, int>> known)
      : forwarder{port}, topics{std::move(known)} {
    Owned<rd_kafka_conf_t> conf{rd_kafka_conf_new()};
    rd_kafka_conf_set_log_cb(conf.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
    host = client(RD_KAFKA_PRODUCER, std::move(conf));
    begin();
  }

  void begin() {
    cluster.reset(rd_kafka_mock_cluster_new(host.get(), 1));
    if (!cluster) throw std::runtime_error("the embedded broker does not start");
    for (const auto& [name, partitions] : topics)
      rd_kafka_mock_topic_create(cluster.get(), name.c_str(), partitions, 1);
    const std::string address = rd_kafka_mock_cluster_bootstraps(cluster.get());
    forwarder.point_to(static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1))));
  }

  void end() {
    forwarder.point_to(0);
    cluster.reset();
  }
};

EmbeddedBroker::EmbeddedBroker(std::uint16_t port, std::vector<std::pair<std::string, int>> topics)
    : parts_{std::make_unique<Parts>(port, std::move(topics))} {}

EmbeddedBroker::~EmbeddedBroker() { parts_->end(); }

std::uint16_t EmbeddedBroker::port() const { return parts_->forwarder.port(); }

void EmbeddedBroker::wipe() {
  parts_->end();
  parts_->begin();
}

void EmbeddedBroker::stop() { parts_->end(); }

}  // namespace motcua::bus
