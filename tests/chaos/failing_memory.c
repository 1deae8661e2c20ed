/* Preloaded into a service, it lets memory run out now and then: while the file that MOTCUA_MEMORY names holds a number that is not 0, one
 * allocation in so many, at random, gets none.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);

static const volatile uint64_t* one_in;
static __thread uint64_t random_state;

__attribute__((constructor)) static void begin(void) {
  const char* name = getenv("MOTCUA_MEMORY");
  const int file = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  void* place = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(uint64_t), PROT_READ, MAP_SHARED, file, 0);
  if (place == MAP_FAILED) abort();
  one_in = place;
}

static int none_left(void) {
  const uint64_t odds = one_in == NULL ? 0 : *one_in;
  if (odds == 0) return 0;
  while (random_state == 0) {
    if (getrandom(&random_state, sizeof random_state, 0) < 0) return 0;
  }
  random_state ^= random_state << 13; /* xorshift64 */
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  if (random_state % odds != 0) return 0;
  errno = ENOMEM;
  return 1;
}

void* malloc(size_t size) { return none_left() ? NULL : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return none_left() ? NULL : __libc_calloc(count, size); }
void* realloc(void* memory, size_t size) { return none_left() ? NULL : __libc_realloc(memory, size); }
