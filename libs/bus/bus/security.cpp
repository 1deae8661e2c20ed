#include <unistd.h>

#include <stdexcept>

#include "bus/bus.hpp"

namespace motcua::bus {
namespace {

config::Setting file(std::string name, std::string description) {
  return {.name = std::move(name), .kind = config::Kind::text, .description = std::move(description), .otherwise = ""};
}

// librdkafka would say so only when it connects, again and again.
void must_be_readable(const char* setting, const std::string& path) {
  if (!path.empty() && ::access(path.c_str(), R_OK) != 0)
    throw std::runtime_error{std::string{setting} + ": " + path + " cannot be read"};
}

}  // namespace

std::vector<config::Setting> security_settings() {
  using config::Kind;
  return {{.name = "kafka_protocol",
           .kind = Kind::choice,
           .description = "how brokers are spoken to; plaintext only on a network of one's own",
           .otherwise = "plaintext",
           .choices = {"plaintext", "ssl", "sasl_plaintext", "sasl_ssl"}},
          file("kafka_ca_file", "PEM of who signs the brokers' certificates; empty: the system's"),
          file("kafka_certificate_file", "PEM of our certificate, where brokers ask for one"),
          file("kafka_key_file", "PEM of its key"),
          {.name = "kafka_mechanism",
           .kind = Kind::choice,
           .description = "of SASL; PLAIN shows the password to whoever listens, unless TLS is around it",
           .otherwise = "SCRAM-SHA-512",
           .choices = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}},
          {.name = "kafka_user", .kind = Kind::text, .description = "user of SASL", .otherwise = ""},
          file("kafka_password_file", "file with that user's password on its first line")};
}

Security security_from(const config::Values& values) {
  Security security{.protocol = values.text("kafka_protocol"),
                    .ca_file = values.text("kafka_ca_file"),
                    .certificate_file = values.text("kafka_certificate_file"),
                    .key_file = values.text("kafka_key_file"),
                    .mechanism = values.text("kafka_mechanism"),
                    .user = values.text("kafka_user")};
  must_be_readable("kafka_ca_file", security.ca_file);
  must_be_readable("kafka_certificate_file", security.certificate_file);
  must_be_readable("kafka_key_file", security.key_file);
  const auto& password = values.text("kafka_password_file");
  const bool with_sasl = security.protocol.starts_with("sasl");
  const bool with_tls = security.protocol.ends_with("ssl");
  if (with_sasl != !security.user.empty() || with_sasl != !password.empty()) {
    throw std::runtime_error{
        "kafka_user and kafka_password_file go with kafka_protocol sasl_plaintext or sasl_ssl, and these with them"};
  }
  if (!with_tls && !(security.ca_file + security.certificate_file + security.key_file).empty())
    throw std::runtime_error{"certificates of Kafka go with kafka_protocol ssl or sasl_ssl"};
  if (with_sasl) security.password = config::secret_in("kafka_password_file", password);
  return security;
}

}  // namespace motcua::bus
