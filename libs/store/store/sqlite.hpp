#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "store/meters.hpp"
#include "store/pool.hpp"

namespace motcua::store {

/// The right to be the one process that has a file open: a lock on `<file>.lock`, which the system lets go with the
/// process.
class FileLock {
 public:
  explicit FileLock(const std::string& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

/// SQLite: one thread writes, and commits what has come together in one go; readers have connections of their own and
/// see the last commit. Durable when `transaction` returns (WAL, synchronous FULL).
class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& file, const Settings& settings, metrics::Registry& metrics);
  ~SqliteDatabase() override;

  Dialect dialect() const override { return Dialect::sqlite; }
  void transaction(const std::function<void(Transaction&)>& work) override;
  void read(const std::function<void(Transaction&)>& work) override;
  void read_one(const std::function<void(Transaction&)>& work) override;
  void write_one(const std::function<void(Transaction&)>& work) override;
  bool answers() noexcept override;

 private:
  struct Member;
  void write(const std::function<void(Transaction&)>& work);
  void write_groups();
  void write_group();
  Member* next_member();
  /// False: the transaction of the whole group is gone.
  bool run(Member& member) noexcept;
  void commit(std::vector<Member*>& group, bool whole);
  void release(const std::vector<Member*>& group);

  const std::chrono::milliseconds patience_;
  Meters meters_;
  FileLock lock_;
  std::unique_ptr<Connection> writer_;
  Pool readers_;  // closed before the writer, which then checkpoints and removes the WAL

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Member*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace motcua::store
