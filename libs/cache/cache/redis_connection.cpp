#include "cache/redis_connection.hpp"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace motcua::cache {
namespace {

struct Free {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

bool wait_for(int descriptor, short event, Deadline deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd one{.fd = descriptor, .events = event, .revents = 0};
    const int ready = poll(&one, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

Reply understood(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_STRING: return {Reply::Kind::text, std::string{reply.str, static_cast<std::size_t>(reply.len)}};
    case REDIS_REPLY_NIL: return {Reply::Kind::nothing};
    case REDIS_REPLY_STATUS: return {Reply::Kind::done};
    default: return {};
  }
}

}  // namespace

std::unique_ptr<RedisConnection> RedisConnection::open(const RedisAddress& address, std::chrono::milliseconds budget) {
  redisContext* context = redisConnectNonBlock(address.host.c_str(), address.port);
  if (context == nullptr) return nullptr;
  const auto deadline = std::chrono::steady_clock::now() + budget;
  std::unique_ptr<RedisConnection> connection{new RedisConnection{context}};
  int error = 0;
  socklen_t length = sizeof error;
  if (context->err != 0 || !wait_for(context->fd, POLLOUT, deadline) ||
      getsockopt(context->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0) {
    return nullptr;
  }
  return connection->is_let_in(address, deadline) ? std::move(connection) : nullptr;
}

bool RedisConnection::is_let_in(const RedisAddress& address, Deadline deadline) {
  if (address.password.empty()) return true;
  std::vector<std::string> words{"AUTH"};
  if (!address.user.empty()) words.push_back(address.user);
  words.push_back(address.password);
  return command(words, deadline).kind == Reply::Kind::done;
}

RedisConnection::~RedisConnection() { redisFree(context_); }

bool RedisConnection::send(Deadline deadline) {
  for (int done = 0; done == 0;) {
    if (redisBufferWrite(context_, &done) != REDIS_OK) return false;
    if (done == 0 && !wait_for(context_->fd, POLLOUT, deadline)) return false;
  }
  return true;
}

Reply RedisConnection::command(const std::vector<std::string>& words, Deadline deadline) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  for (const auto& word : words) {
    texts.push_back(word.data());
    lengths.push_back(word.size());
  }
  if (redisAppendCommandArgv(context_, static_cast<int>(words.size()), texts.data(), lengths.data()) != REDIS_OK ||
      !send(deadline)) {
    return {};
  }
  for (;;) {
    void* raw = nullptr;
    if (redisGetReplyFromReader(context_, &raw) != REDIS_OK) return {};
    if (raw != nullptr) {
      const std::unique_ptr<redisReply, Free> reply{static_cast<redisReply*>(raw)};
      // A second answer to one question: from now on nobody knows which answer is whose.
      if (redisGetReplyFromReader(context_, &raw) != REDIS_OK || raw != nullptr) {
        if (raw != nullptr) freeReplyObject(raw);
        return {};
      }
      return understood(*reply);
    }
    if (!wait_for(context_->fd, POLLIN, deadline) || redisBufferRead(context_) != REDIS_OK) return {};
  }
}

bool RedisConnection::is_quiet() const {
  pollfd one{.fd = context_->fd, .events = POLLIN, .revents = 0};
  return poll(&one, 1, 0) == 0;
}

}  // namespace motcua::cache
