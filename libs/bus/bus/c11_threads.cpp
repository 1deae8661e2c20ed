// Debian's librdkafka makes its threads and locks with C11's functions. Some of them are ours instead of glibc's: the
// program's own come before a library's.

#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>

static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t) && sizeof(cnd_t) == sizeof(pthread_cond_t));

namespace {

pthread_mutex_t* posix(mtx_t* mutex) { return reinterpret_cast<pthread_mutex_t*>(mutex); }
pthread_cond_t* posix(cnd_t* condition) { return reinterpret_cast<pthread_cond_t*>(condition); }
int outcome(int error) {
  return error == 0 ? thrd_success : error == EBUSY ? thrd_busy : error == ETIMEDOUT ? thrd_timedout : thrd_error;
}

// What the steady clock will say at a moment of the wall clock, if nobody sets that one until then.
timespec steady(const timespec& until) {
  using std::chrono::nanoseconds;
  using std::chrono::seconds;
  const std::chrono::sys_time<nanoseconds> wall{seconds{until.tv_sec} + nanoseconds{until.tv_nsec}};
  const nanoseconds left = wall - std::chrono::system_clock::now();
  const nanoseconds end = std::chrono::steady_clock::now().time_since_epoch() + left;
  const auto whole = std::chrono::floor<seconds>(end);
  return {static_cast<time_t>(whole.count()), static_cast<long>((end - whole).count())};
}

}  // namespace

extern "C" {

// C11 knows waits by the wall clock only. When that is set back by an hour, a thread of the client may sit in one an
// hour longer, unless something else wakes it.
int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  const timespec end = steady(*until);
  return outcome(pthread_cond_clockwait(posix(condition), posix(mutex), CLOCK_MONOTONIC, &end));
}

}  // extern "C"

// g++ 12's ThreadSanitizer knows only POSIX threads: it crashes on the first thread that it has not seen begin.
#if defined(__SANITIZE_THREAD__)

namespace {

struct Start {
  thrd_start_t function;
  void* argument;
};

void* begin(void* raw) {
  const std::unique_ptr<Start> start{static_cast<Start*>(raw)};
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(start->function(start->argument)));  // NOLINT: C11's int
}

}  // namespace

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
  auto start = std::make_unique<Start>(Start{function, argument});
  const int error = pthread_create(thread, nullptr, begin, start.get());
  if (error == 0) (void)start.release();
  return outcome(error);
}
int thrd_join(thrd_t thread, int* result) {
  void* value = nullptr;
  const int error = pthread_join(thread, &value);
  if (result != nullptr) *result = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
  return outcome(error);
}
int thrd_detach(thrd_t thread) { return outcome(pthread_detach(thread)); }

int mtx_init(mtx_t* mutex, int type) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  if ((type & mtx_recursive) != 0) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  return outcome(pthread_mutex_init(posix(mutex), &attributes));
}
int mtx_lock(mtx_t* mutex) { return outcome(pthread_mutex_lock(posix(mutex))); }
int mtx_trylock(mtx_t* mutex) { return outcome(pthread_mutex_trylock(posix(mutex))); }
int mtx_unlock(mtx_t* mutex) { return outcome(pthread_mutex_unlock(posix(mutex))); }
void mtx_destroy(mtx_t* mutex) { pthread_mutex_destroy(posix(mutex)); }

int cnd_init(cnd_t* condition) { return outcome(pthread_cond_init(posix(condition), nullptr)); }
int cnd_signal(cnd_t* condition) { return outcome(pthread_cond_signal(posix(condition))); }
int cnd_broadcast(cnd_t* condition) { return outcome(pthread_cond_broadcast(posix(condition))); }
int cnd_wait(cnd_t* condition, mtx_t* mutex) { return outcome(pthread_cond_wait(posix(condition), posix(mutex))); }
void cnd_destroy(cnd_t* condition) { pthread_cond_destroy(posix(condition)); }

}  // extern "C"

#endif

namespace motcua::bus {

// Called by every client: brings this file into programs that would link it from the library only if something asked
// for it.
void know_c11_threads() {}

}  // namespace motcua::bus
