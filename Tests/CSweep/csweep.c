#include "csweep.h"

#include <errno.h>
#include <sqlite3.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static csweep_state *state;

const char *csweep_name(int kind) {
  static const char *const names[CSWEEP_KINDS] = {
      "open",      "close",     "read",        "write",        "fsync",       "fstat",       "lstat",
      "lock",      "mkdir",     "unlink",      "rename",       "names",       "xOpen",       "xClose",
      "xRead",     "xWrite",    "xTruncate",   "xSync",        "xFileSize",   "xLock",       "xUnlock",
      "xCheckReservedLock",     "xDelete",     "xAccess",      "xFullPathname", "xShmMap",   "xShmLock",
      "xShmUnmap",
  };
  return names[kind];
}

void csweep_renew(void) {
  state = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (state == MAP_FAILED) abort();
  csweep_power_renew();
}

void csweep_set_grave(const char *path) {
  snprintf(csweep_shared()->grave, sizeof state->grave, "%s", path);
}

csweep_state *csweep_shared(void) {
  if (!state) csweep_renew();
  return state;
}

const uint8_t *csweep_trace(void) { return csweep_shared()->trace; }

static int is_at(int mode) { return state->mode == mode && state->calls == state->at; }

/// What a call gets from a disk that is full.
static int when_full(int kind) {
  switch (kind) {
  case CSWEEP_WRITE:
  case CSWEEP_MKDIR: return ENOSPC;
  case CSWEEP_DB_WRITE: return SQLITE_FULL;
  default: return 0;
  }
}

/// What this call gets; 0 where nothing is the matter with it.
static int fault_of(int kind) {
  switch (state->mode) {
  case CSWEEP_FAIL_ONCE:
  case CSWEEP_FAIL_LATE: return state->calls == state->at ? state->fault : 0;
  case CSWEEP_FAIL_FOREVER: return state->calls >= state->at && state->kind == kind ? state->fault : 0;
  case CSWEEP_DISK_FULL: return state->calls >= state->at ? when_full(kind) : 0;
  case CSWEEP_DISK_GONE: return state->calls < state->at ? 0 : kind < CSWEEP_DB_OPEN ? EIO : SQLITE_IOERR;
  default: return 0;
  }
}

int csweep_begin(int kind) {
  csweep_shared();
  if (state->calls < CSWEEP_TRACED) state->trace[state->calls] = (uint8_t)(kind * 8 + state->phase);
  state->calls++;
  if (state->calls == state->at) state->kind = kind;
  if (is_at(CSWEEP_KILL_BEFORE)) csweep_kill();
  int fault = fault_of(kind);
  if (fault) state->failed++;
  return fault;
}

int csweep_is_late(void) { return is_at(CSWEEP_FAIL_LATE); }

int csweep_is_half(void) { return is_at(CSWEEP_KILL_HALF); }

void csweep_end(void) {
  if (is_at(CSWEEP_KILL_AFTER)) csweep_kill();
}

void csweep_kill(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

pid_t csweep_fork(void) { return fork(); }

void csweep_exit(int code) { _exit(code); }

int csweep_wait(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -255;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void csweep_alarm(unsigned seconds) { alarm(seconds); }
