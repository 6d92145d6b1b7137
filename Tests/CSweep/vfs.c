// A VFS that counts, and otherwise leaves everything to SQLite's own for this system.
#include "csweep.h"

#include <sqlite3.h>
#include <string.h>

static sqlite3_vfs *own;

/// A file of ours; the one of SQLite's own VFS lies behind it in memory.
typedef struct {
  sqlite3_file base;
  sqlite3_file *file;
  const char *path;
  uint64_t inode;
  /// Whether the next sync brings its folder to the disk too, as SQLite does for a new log.
  int syncs_folder;
} counted;

#define FILE_OF(f) (((counted *)(f))->file)

/// Counts a call that is `work`, and gives its result, or the fault that was chosen.
#define COUNTED(kind, work)                         \
  do {                                              \
    int fault = csweep_begin(kind);                 \
    if (fault && !csweep_is_late()) return fault;   \
    int result = (work);                            \
    csweep_end();                                   \
    return fault ? fault : result;                  \
  } while (0)

static int counted_read(sqlite3_file *f, void *buffer, int count, sqlite3_int64 offset) {
  COUNTED(CSWEEP_DB_READ, FILE_OF(f)->pMethods->xRead(FILE_OF(f), buffer, count, offset));
}

/// Keeps what will be in the file no longer: `count` bytes from `offset` on.
static void keep_bytes(sqlite3_file *f, sqlite3_int64 offset, sqlite3_int64 count) {
  sqlite3_int64 size = 0;
  if (!csweep_shared()->grave[0] || FILE_OF(f)->pMethods->xFileSize(FILE_OF(f), &size) != SQLITE_OK) return;
  if (count > size - offset) count = size > offset ? size - offset : 0;
  char *old = csweep_power_bytes(((counted *)f)->inode, size, offset, count);
  if (old && count > 0) FILE_OF(f)->pMethods->xRead(FILE_OF(f), old, (int)count, offset);
}

static int counted_write(sqlite3_file *f, const void *bytes, int count, sqlite3_int64 offset) {
  sqlite3_file *file = FILE_OF(f);
  keep_bytes(f, offset, count);
  int fault = csweep_begin(CSWEEP_DB_WRITE);
  if (csweep_is_half()) {
    file->pMethods->xWrite(file, bytes, count / 2, offset);
    csweep_kill();
  }
  if (fault == CSWEEP_SHORT_FULL) {
    int result = file->pMethods->xWrite(file, bytes, count / 2, offset);
    return result == SQLITE_OK ? SQLITE_FULL : result;
  }
  if (fault && !csweep_is_late()) return fault;
  int result = file->pMethods->xWrite(file, bytes, count, offset);
  csweep_end();
  return fault ? fault : result;
}

static int counted_truncate(sqlite3_file *f, sqlite3_int64 size) {
  keep_bytes(f, size, INT64_MAX);
  COUNTED(CSWEEP_DB_TRUNCATE, FILE_OF(f)->pMethods->xTruncate(FILE_OF(f), size));
}

static int sync_now(sqlite3_file *f, int flags) {
  counted *mine = (counted *)f;
  int result = mine->file->pMethods->xSync(mine->file, flags);
  if (result == SQLITE_OK) {
    csweep_power_synced(mine->inode);
    if (mine->syncs_folder) csweep_power_synced_folder_of(mine->path);
    mine->syncs_folder = 0;
  }
  return result;
}

static int counted_sync(sqlite3_file *f, int flags) {
  COUNTED(CSWEEP_DB_SYNC, sync_now(f, flags));
}

static int counted_size(sqlite3_file *f, sqlite3_int64 *size) {
  COUNTED(CSWEEP_DB_SIZE, FILE_OF(f)->pMethods->xFileSize(FILE_OF(f), size));
}

static int counted_lock(sqlite3_file *f, int level) {
  COUNTED(CSWEEP_DB_LOCK, FILE_OF(f)->pMethods->xLock(FILE_OF(f), level));
}

static int counted_unlock(sqlite3_file *f, int level) {
  COUNTED(CSWEEP_DB_UNLOCK, FILE_OF(f)->pMethods->xUnlock(FILE_OF(f), level));
}

static int counted_reserved(sqlite3_file *f, int *out) {
  COUNTED(CSWEEP_DB_RESERVED, FILE_OF(f)->pMethods->xCheckReservedLock(FILE_OF(f), out));
}

// Hints and questions: nothing on the disk changes by them, and SQLite takes no error of them.
static int counted_control(sqlite3_file *f, int operation, void *argument) {
  return FILE_OF(f)->pMethods->xFileControl(FILE_OF(f), operation, argument);
}

static int counted_sector(sqlite3_file *f) { return FILE_OF(f)->pMethods->xSectorSize(FILE_OF(f)); }

static int counted_traits(sqlite3_file *f) { return FILE_OF(f)->pMethods->xDeviceCharacteristics(FILE_OF(f)); }

static int counted_shmmap(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
  COUNTED(CSWEEP_DB_SHMMAP, FILE_OF(f)->pMethods->xShmMap(FILE_OF(f), page, size, extend, out));
}

static int counted_shmlock(sqlite3_file *f, int offset, int count, int flags) {
  COUNTED(CSWEEP_DB_SHMLOCK, FILE_OF(f)->pMethods->xShmLock(FILE_OF(f), offset, count, flags));
}

static void counted_shmbarrier(sqlite3_file *f) { FILE_OF(f)->pMethods->xShmBarrier(FILE_OF(f)); }

static int counted_shmunmap(sqlite3_file *f, int remove) {
  COUNTED(CSWEEP_DB_SHMUNMAP, FILE_OF(f)->pMethods->xShmUnmap(FILE_OF(f), remove));
}

static int counted_close(sqlite3_file *f) {
  int fault = csweep_begin(CSWEEP_DB_CLOSE);
  // Also where it fails the file is closed: SQLite does not ask twice.
  int result = FILE_OF(f)->pMethods->xClose(FILE_OF(f));
  csweep_end();
  return fault ? fault : result;
}

// Without xFetch, which comes with version 3: SQLite reads and writes, and maps nothing but the shm.
static const sqlite3_io_methods methods = {
    2,                counted_close,    counted_read,       counted_write,    counted_truncate,
    counted_sync,     counted_size,     counted_lock,       counted_unlock,   counted_reserved,
    counted_control,  counted_sector,   counted_traits,     counted_shmmap,   counted_shmlock,
    counted_shmbarrier, counted_shmunmap, NULL,             NULL,
};

static int counted_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out) {
  (void)vfs;
  counted *mine = (counted *)f;
  mine->base.pMethods = NULL;
  mine->file = (sqlite3_file *)(mine + 1);
  int fault = csweep_begin(CSWEEP_DB_OPEN);
  if (fault) return fault;
  int is_new = path && csweep_inode(path) == 0;
  int result = own->xOpen(own, path, mine->file, flags, out);
  if (result == SQLITE_OK) {
    mine->base.pMethods = &methods;
    mine->path = path;
    mine->inode = path ? csweep_inode(path) : 0;
    mine->syncs_folder = (flags & SQLITE_OPEN_CREATE) && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL));
    if (path && is_new) csweep_power_created(path);
    if (path && !is_new) csweep_power_opened(path);
  }
  csweep_end();
  return result;
}

static int delete_now(const char *path, int sync) {
  uint64_t inode = csweep_inode(path);
  csweep_power_removing(path);
  int result = own->xDelete(own, path, sync);
  if (result == SQLITE_OK) {
    csweep_power_removed(path, inode);
    if (sync) csweep_power_synced_folder_of(path);
  }
  return result;
}

static int counted_delete(sqlite3_vfs *vfs, const char *path, int sync) {
  (void)vfs;
  COUNTED(CSWEEP_DB_DELETE, delete_now(path, sync));
}

static int counted_access(sqlite3_vfs *vfs, const char *path, int flags, int *out) {
  (void)vfs;
  COUNTED(CSWEEP_DB_ACCESS, own->xAccess(own, path, flags, out));
}

static int counted_path(sqlite3_vfs *vfs, const char *path, int size, char *out) {
  (void)vfs;
  COUNTED(CSWEEP_DB_PATH, own->xFullPathname(own, path, size, out));
}

/// A database that is busy for ever is busy however long it is waited for, and SQLite waits ten seconds where it is
/// the log that is.
static int hurried_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  own->xSleep(own, microseconds / 100);
  return microseconds;
}

void csweep_use_vfs(void) {
  static sqlite3_vfs vfs;
  if (own) return;
  own = sqlite3_vfs_find(NULL);
  // What touches no file (randomness, time, extensions) stays as it is.
  vfs = *own;
  vfs.zName = "counted";
  vfs.pNext = NULL;
  vfs.szOsFile = (int)sizeof(counted) + own->szOsFile;
  vfs.xOpen = counted_open;
  vfs.xDelete = counted_delete;
  vfs.xAccess = counted_access;
  vfs.xFullPathname = counted_path;
  vfs.xSleep = hurried_sleep;
  sqlite3_vfs_register(&vfs, 1);
}
