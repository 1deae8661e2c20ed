#include "store/sqlite.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace motcua::store {
namespace {

// What one COMMIT carries at most: more would let the first caller wait for the last.
constexpr std::size_t group_most = 200;
constexpr std::chrono::milliseconds group_time{5};

}  // namespace

FileLock::FileLock(const std::string& file) : descriptor_{-1} {
  const std::string name = file + ".lock";
  descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "cannot open " + name);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    throw std::runtime_error("the database " + file +
                             " is open in another process; an SQLite file belongs to one process at a time. " +
                             "Stop that one first, or give this one a file of its own.");
  }
}

// The lock's file stays: removed, it could be locked by two, the one that holds it and the one that makes it anew.
FileLock::~FileLock() { ::close(descriptor_); }

/// One caller's transaction on its way through the writer. Lives on the caller's stack; guarded by `mutex_` but for
/// `work`.
struct SqliteDatabase::Member {
  const std::function<void(Transaction&)>& work;
  std::condition_variable ended;
  bool taken = false;
  bool over = false;
  std::exception_ptr failure;
};

SqliteDatabase::SqliteDatabase(const std::string& file, const Settings& settings, metrics::Registry& metrics)
    : patience_{settings.patience},
      meters_{metrics},
      lock_{file},
      writer_{Connection::sqlite(file, Connection::Role::writer, settings.patience)},
      readers_{
          [file, patience = settings.patience] { return Connection::sqlite(file, Connection::Role::reader, patience); },
          settings.connections, settings.patience, meters_},
      thread_{[this] { write_groups(); }} {}

SqliteDatabase::~SqliteDatabase() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    arrived_.notify_one();
  }
  thread_.join();
}

void SqliteDatabase::transaction(const std::function<void(Transaction&)>& work) {
  if (std::this_thread::get_id() == thread_.get_id()) throw std::logic_error("a transaction inside a transaction");
  meters_.of_transaction([&] { write(work); });
}

void SqliteDatabase::write(const std::function<void(Transaction&)>& work) {
  Member member{work, {}, false, false, nullptr};
  std::unique_lock lock{mutex_};
  if (stopping_) throw Unavailable("the database is being closed");
  queue_.push_back(&member);
  if (queue_.size() == 1) arrived_.notify_one();
  // Only a member that the writer has not begun may go away; once begun, nobody but the writer knows how it ends.
  meters_.waiting(1);
  const bool begun = member.ended.wait_for(lock, patience_, [&] { return member.taken || member.over; });
  meters_.waiting(-1);
  if (!begun && !member.taken) {
    std::erase(queue_, &member);
    throw Unavailable("the writer was busy for " + std::to_string(patience_.count()) + " ms");
  }
  member.ended.wait(lock, [&] { return member.over; });
  if (member.failure) std::rethrow_exception(member.failure);
}

void SqliteDatabase::write_groups() {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;  // what was handed in before the end is still done
    }
    write_group();
  }
}

SqliteDatabase::Member* SqliteDatabase::next_member() {
  const std::lock_guard lock{mutex_};
  if (queue_.empty()) return nullptr;
  auto* member = queue_.front();
  queue_.pop_front();
  member->taken = true;
  return member;
}

void SqliteDatabase::write_group() {
  std::vector<Member*> group;
  const auto enough = std::chrono::steady_clock::now() + group_time;
  // What an earlier group could not end must not become part of this one.
  if (writer_->in_transaction()) writer_->rolled_back();
  try {
    writer_->execute("BEGIN IMMEDIATE");
  } catch (...) {
    while (auto* member = next_member()) {
      member->failure = std::current_exception();
      group.push_back(member);
    }
    release(group);
    return;
  }
  bool whole = true;
  while (whole && group.size() < group_most && std::chrono::steady_clock::now() < enough) {
    auto* member = next_member();
    if (member == nullptr) break;
    group.push_back(member);
    whole = run(*member);
  }
  commit(group, whole);
  release(group);
}

bool SqliteDatabase::run(Member& member) noexcept {
  try {
    writer_->execute("SAVEPOINT member");
    OpenTransaction transaction{*writer_};
    member.work(transaction);
    transaction.must_be_whole();
    writer_->execute("RELEASE member");
    return true;
  } catch (...) {
    member.failure = std::current_exception();
  }
  try {
    // A full disk ends the transaction, savepoints and all.
    if (!writer_->in_transaction()) return false;
    writer_->execute("ROLLBACK TO member");
    writer_->execute("RELEASE member");
    return true;
  } catch (...) {
    return false;
  }
}

// A group that is not whole may hold what a failed member did and could not be rid of: then nothing of it is kept.
void SqliteDatabase::commit(std::vector<Member*>& group, bool whole) {
  const bool anything = std::ranges::any_of(group, [](const Member* member) { return !member->failure; });
  try {
    if (!whole || !writer_->in_transaction()) throw Unavailable("a member broke the transaction of the whole group");
    writer_->execute(anything ? "COMMIT" : "ROLLBACK");
    meters_.group(group.size());
  } catch (const std::exception& failure) {
    for (auto* member : group) {
      if (!member->failure) {
        member->failure = std::make_exception_ptr(Unavailable("not committed: " + std::string{failure.what()}));
      }
    }
    writer_->rolled_back();
  }
}

void SqliteDatabase::release(const std::vector<Member*>& group) {
  const std::lock_guard lock{mutex_};
  for (auto* member : group) {
    member->over = true;
    member->ended.notify_one();  // under the lock: the member goes away as soon as its caller sees `over`
  }
}

void SqliteDatabase::read(const std::function<void(Transaction&)>& work) {
  auto reader = readers_.lend();
  reader->execute("BEGIN");
  OpenTransaction transaction{*reader};
  work(transaction);
  transaction.must_be_whole();
  reader->execute("COMMIT");
}

void SqliteDatabase::read_one(const std::function<void(Transaction&)>& work) {
  auto reader = readers_.lend();
  OpenTransaction implicit{*reader};
  LoneStatement statement{implicit, LoneStatement::May::read};
  work(statement);
  implicit.must_be_whole();
}

// It shares a COMMIT with whoever comes at the same time.
void SqliteDatabase::write_one(const std::function<void(Transaction&)>& work) {
  transaction([&](Transaction& tx) {
    LoneStatement statement{tx, LoneStatement::May::write};
    work(statement);
  });
}

bool SqliteDatabase::answers() noexcept {
  try {
    read([](Transaction& tx) { tx.query<std::int64_t>("SELECT 1"); });
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace motcua::store
