/* Preloaded by the drill "clock": the wall clock of a process is off by as many seconds as the file FAKE_CLOCK holds
   (one 64-bit number), which may change at any moment, as when somebody sets the clock. Monotonic time goes on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static volatile const int64_t *off;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FAKE_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *kept = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *off, PROT_READ, MAP_SHARED, file, 0);
    off = kept == MAP_FAILED ? NULL : kept;
}

static int64_t seconds(void) { return off ? *off : 0; }

int clock_gettime(clockid_t which, struct timespec *told)
{
    static int (*next)(clockid_t, struct timespec *);
    if (!next) next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = next(which, told);
    if (!failed && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) told->tv_sec += seconds();
    return failed;
}

int gettimeofday(struct timeval *restrict told, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec;
    told->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *told)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}

/* The kernel waits by its own clock. */
int sem_timedwait(sem_t *restrict sem, const struct timespec *restrict until)
{
    static int (*next)(sem_t *, const struct timespec *);
    struct timespec real = *until;
    if (!next) next = (int (*)(sem_t *, const struct timespec *))dlsym(RTLD_NEXT, "sem_timedwait");
    real.tv_sec -= seconds();
    return next(sem, &real);
}
