/* Preloaded into a service, it lets a test set that service's wall clock while it runs, as NTP or a hand does to a machine's: the file that
 * MOTCUA_CLOCK names holds the offset in milliseconds. The steady clock goes on as it is. A wait until a moment of the wall clock ends
 * when the clock that was set reaches that moment, as the kernel has it: after a step back it lasts as much longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t* offset;

__attribute__((constructor)) static void begin(void) {
  const char* name = getenv("MOTCUA_CLOCK");
  const int file = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  void* place = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (place == MAP_FAILED) abort();
  offset = place;
}

int clock_gettime(clockid_t which, struct timespec* now) {
  const long outcome = syscall(SYS_clock_gettime, which, now);
  if (outcome == 0 && offset != NULL && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) {
    const int64_t whole = now->tv_sec * INT64_C(1000000000) + now->tv_nsec + *offset * 1000000;
    now->tv_sec = whole / 1000000000;
    now->tv_nsec = whole % 1000000000;
  }
  return (int)outcome;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone) {
  (void)zone;
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* kept) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (kept != NULL) *kept = exact.tv_sec;
  return exact.tv_sec;
}

int timespec_get(struct timespec* now, int base) {
  clock_gettime(CLOCK_REALTIME, now);
  return base;
}

/* A wait by the wall clock, in slices: after each it is looked what that clock says now. */
static int wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, const struct timespec* until) {
  for (;;) {
    struct timespec now, slice;
    clock_gettime(CLOCK_REALTIME, &now);
    const int64_t left = (until->tv_sec - now.tv_sec) * INT64_C(1000000000) + until->tv_nsec - now.tv_nsec;
    if (left <= 0) return ETIMEDOUT;
    clock_gettime(CLOCK_MONOTONIC, &slice);
    const int64_t end = slice.tv_nsec + (left < 20000000 ? left : 20000000);
    slice.tv_sec += end / 1000000000;
    slice.tv_nsec = end % 1000000000;
    const int outcome = pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &slice);
    if (outcome != ETIMEDOUT) return outcome;
  }
}

int pthread_cond_timedwait(pthread_cond_t* restrict condition, pthread_mutex_t* restrict mutex, const struct timespec* restrict until) {
  return wait_until(condition, mutex, until);
}

int cnd_timedwait(cnd_t* restrict condition, mtx_t* restrict mutex, const struct timespec* restrict until) {
  const int outcome = wait_until((pthread_cond_t*)condition, (pthread_mutex_t*)mutex, until);
  return outcome == 0 ? thrd_success : outcome == ETIMEDOUT ? thrd_timedout : thrd_error;
}
