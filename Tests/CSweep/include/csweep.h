// One count of everything that a process asks of the system for its files: its own calls, which it
// reports here, and those of SQLite, which come through a VFS. At a given call the process can be
// killed, or the call be made to fail.
#ifndef BRONBATCH_CSWEEP_H
#define BRONBATCH_CSWEEP_H

#include <stdint.h>
#include <sys/types.h>

/// The kinds of calls: those of `SystemCalls`, then those of SQLite.
enum {
  CSWEEP_OPEN, CSWEEP_CLOSE, CSWEEP_READ, CSWEEP_WRITE, CSWEEP_FSYNC, CSWEEP_FSTAT, CSWEEP_LSTAT, CSWEEP_LOCK,
  CSWEEP_MKDIR, CSWEEP_UNLINK, CSWEEP_RENAME, CSWEEP_NAMES,
  CSWEEP_DB_OPEN, CSWEEP_DB_CLOSE, CSWEEP_DB_READ, CSWEEP_DB_WRITE, CSWEEP_DB_TRUNCATE, CSWEEP_DB_SYNC,
  CSWEEP_DB_SIZE, CSWEEP_DB_LOCK, CSWEEP_DB_UNLOCK, CSWEEP_DB_RESERVED, CSWEEP_DB_DELETE, CSWEEP_DB_ACCESS,
  CSWEEP_DB_PATH, CSWEEP_DB_SHMMAP, CSWEEP_DB_SHMLOCK, CSWEEP_DB_SHMUNMAP,
  CSWEEP_KINDS
};

/// The name of a kind of call.
const char *_Nonnull csweep_name(int kind);

/// What happens at the call that is chosen.
enum {
  /// Nothing: calls are counted.
  CSWEEP_COUNT,
  /// The process is killed before the call, when half of a write is done, or behind the call.
  CSWEEP_KILL_BEFORE, CSWEEP_KILL_HALF, CSWEEP_KILL_AFTER,
  /// The call fails without having done anything; it alone, or it and every later one of its kind.
  CSWEEP_FAIL_ONCE, CSWEEP_FAIL_FOREVER,
  /// The call does its work, and then says that it failed.
  CSWEEP_FAIL_LATE,
  /// From the call on there is no room on the disk; from the call on there is no disk.
  CSWEEP_DISK_FULL, CSWEEP_DISK_GONE
};

/// Faults that are no error number: a read or write does half of what it was asked, and says so; or a
/// write does half of it and then fails for want of room, or does nothing and does not say why.
enum { CSWEEP_SHORT = -1, CSWEEP_SHORT_FULL = -2, CSWEEP_NOTHING = -3 };

/// A way in which a kind of call can fail.
typedef struct {
  int32_t kind;
  int32_t fault;
  const char *_Nonnull name;
  /// Whether nobody may notice.
  int32_t is_transparent;
  /// Whether it can also come when the work was done.
  int32_t can_be_late;
} csweep_fault;

/// All of them.
const csweep_fault *_Nonnull csweep_faults(int32_t *_Nonnull count);

/// More calls than these are counted, but their kinds are not kept.
enum { CSWEEP_TRACED = 1 << 16 };

/// What a process is to do and what it did, in memory that it shares with the one that made it.
typedef struct {
  int32_t mode;
  /// The call, counted from 1.
  int64_t at;
  /// An errno, a result code of SQLite, or a fault of above.
  int32_t fault;
  /// The step of the work at hand, below 8.
  int32_t phase;
  /// The calls so far.
  int64_t calls;
  /// How many of them were made to fail.
  int64_t failed;
  /// The kind of call `at`.
  int32_t kind;
  /// The folder that keeps what may be taken back when the power goes; empty where nobody keeps it.
  char grave[256];
  /// By call, from 0: 8 times its kind and its phase.
  uint8_t trace[CSWEEP_TRACED];
} csweep_state;

/// The state, from the first call on.
csweep_state *_Nonnull csweep_shared(void);

/// The trace in it, which is too long an array for Swift.
const uint8_t *_Nonnull csweep_trace(void);

/// Gives this process and its children from now on a state of their own.
void csweep_renew(void);

/// Says that a call of a kind comes now. Gives 0 where it goes on, or the fault that it gets.
/// Kills the process where that is what was chosen.
int csweep_begin(int kind);

/// Whether the call at hand does its work before it fails.
int csweep_is_late(void);

/// Whether the process is killed once the call at hand did half of its work: then `csweep_kill` is next.
int csweep_is_half(void);

/// Says that the call is done.
void csweep_end(void);

/// Ends this process at once, as SIGKILL does.
void csweep_kill(void);

/// Has every database opened from now on go through the count.
void csweep_use_vfs(void);

/// Forgets all changes, and keeps those that come.
void csweep_power_begin(void);

/// Gives this process and its children a list of changes of their own, from the next beginning on.
void csweep_power_renew(void);

/// Sets the folder that keeps them; none for an empty path.
void csweep_set_grave(const char *_Nonnull path);

/// What happened to a name: a file was made, or will be written to; was renamed; will go, and went; a folder was made.
void csweep_power_created(const char *_Nonnull path);
void csweep_power_opened(const char *_Nonnull path);
void csweep_power_renamed(const char *_Nonnull from, const char *_Nonnull to);
void csweep_power_removing(const char *_Nonnull path);
void csweep_power_removed(const char *_Nonnull path, uint64_t inode);
void csweep_power_folder(const char *_Nonnull path);

/// Bytes of a file will change, from `offset` on. Gives where `count` bytes go that are there now; nowhere where
/// nobody keeps them.
char *_Nullable csweep_power_bytes(uint64_t inode, int64_t size, int64_t offset, int64_t count);

/// A file or folder was brought to the disk; the folder of a file was.
void csweep_power_synced(uint64_t inode);
void csweep_power_synced_folder_of(const char *_Nonnull path);

/// The inode of a path; 0 where there is nothing.
uint64_t csweep_inode(const char *_Nonnull path);

/// Takes back what was not made to last: bytes, names, or both.
void csweep_power_loss(int loses_bytes, int loses_names);

/// fork(2), which Swift does not give. Only for a process with one thread.
pid_t csweep_fork(void);

/// Ends a child without anything that belongs to its parent being closed or written.
void csweep_exit(int code);

/// Waits for a child: its exit code, or minus the signal that ended it.
int csweep_wait(pid_t child);

/// Has this process be ended by SIGALRM when it is not done in time.
void csweep_alarm(unsigned seconds);

#endif
