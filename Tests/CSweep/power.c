// What is on the disk, as far as it was promised: a list of all changes, each until the fsync that makes it
// last. When the power goes, those that were not made to last are taken back, the last one first.
//
// The rules are POSIX's, and stricter than most file systems: the bytes of a file last by an fsync of the
// file, a name by one of its folder, a rename by one of both folders. A change is lost wholly or not at all.
#include "csweep.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BYTES, CREATED, RENAMED, REMOVED, FOLDER };

typedef struct {
  int32_t type;
  /// The folders of the names that are not synced yet; of BYTES, 1 as long as the file is not.
  int32_t missing;
  ino_t inode;
  ino_t folders[2];
  char paths[2][384];
  /// Of BYTES: the size of the file before, and the bytes that were in the place of the new ones.
  int64_t size, offset, count;
} change;

enum { ROOM = 96 << 20 };

/// The changes, each followed by its bytes and by its own length, so that they can be walked backwards.
typedef struct {
  int64_t used;
  char bytes[ROOM];
} changes;

static changes *list;

void csweep_power_begin(void) {
  if (!list) {
    list = mmap(NULL, sizeof *list, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (list == MAP_FAILED) abort();
  }
  list->used = 0;
}

void csweep_power_renew(void) { list = NULL; }

static int is_on(void) { return list && csweep_shared()->grave[0]; }

static void must(int is_right, const char *what) {
  if (is_right) return;
  perror(what);
  abort();
}

static ino_t inode_of(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 ? status.st_ino : 0;
}

static ino_t folder_of(const char *path) {
  char copy[384];
  snprintf(copy, sizeof copy, "%s", path);
  return inode_of(dirname(copy));
}

/// Another name for a file, by which it is there as long as its changes are.
static void grave_of(ino_t inode, char *out, size_t size) {
  snprintf(out, size, "%s/%llu", csweep_shared()->grave, (unsigned long long)inode);
}

static void keep(const char *path, ino_t inode) {
  char grave[512];
  grave_of(inode, grave, sizeof grave);
  must(link(path, grave) == 0 || errno == EEXIST, "link");
}

/// How long a change is with its bytes.
static int64_t length_of(const change *each) {
  return ((int64_t)sizeof *each + (each->type == BYTES ? each->count : 0) + 7) & ~(int64_t)7;
}

/// Adds a change; gives where its bytes go.
static char *add(change new) {
  int64_t length = length_of(&new);
  must(list->used + length + (int64_t)sizeof length <= ROOM, "too many changes");
  char *start = list->bytes + list->used;
  memcpy(start, &new, sizeof new);
  memcpy(start + length, &length, sizeof length);
  list->used += length + (int64_t)sizeof length;
  return start + sizeof new;
}

static void add_names(int type, ino_t inode, const char *path, const char *to) {
  change new = {.type = type, .missing = to ? 3 : 1, .inode = inode};
  snprintf(new.paths[0], sizeof new.paths[0], "%s", path);
  new.folders[0] = folder_of(path);
  if (to) {
    snprintf(new.paths[1], sizeof new.paths[1], "%s", to);
    new.folders[1] = folder_of(to);
    if (new.folders[0] == new.folders[1]) new.missing = 1;
  }
  add(new);
}

void csweep_power_created(const char *path) {
  if (!is_on()) return;
  keep(path, inode_of(path));
  add_names(CREATED, inode_of(path), path, NULL);
}

void csweep_power_opened(const char *path) {
  if (is_on()) keep(path, inode_of(path));
}

void csweep_power_renamed(const char *from, const char *to) {
  if (!is_on()) return;
  keep(to, inode_of(to));
  add_names(RENAMED, inode_of(to), from, to);
}

void csweep_power_removing(const char *path) {
  if (!is_on()) return;
  ino_t inode = inode_of(path);
  if (inode) keep(path, inode);
}

void csweep_power_removed(const char *path, uint64_t inode) {
  if (is_on() && inode) add_names(REMOVED, (ino_t)inode, path, NULL);
}

void csweep_power_folder(const char *path) {
  if (is_on()) add_names(FOLDER, inode_of(path), path, NULL);
}

char *csweep_power_bytes(uint64_t inode, int64_t size, int64_t offset, int64_t count) {
  if (!is_on()) return NULL;
  change new = {.type = BYTES, .missing = 1, .inode = (ino_t)inode, .size = size, .offset = offset, .count = count};
  return add(new);
}

uint64_t csweep_inode(const char *path) { return inode_of(path); }

void csweep_power_synced(uint64_t inode) {
  if (!is_on()) return;
  for (int64_t at = 0; at < list->used;) {
    change *each = (change *)(list->bytes + at);
    if (each->type == BYTES) {
      if (each->inode == inode) each->missing = 0;
    } else {
      if (each->folders[0] == inode) each->missing &= ~1;
      if (each->folders[1] == inode) each->missing &= ~2;
    }
    at += length_of(each) + (int64_t)sizeof(int64_t);
  }
}

void csweep_power_synced_folder_of(const char *path) { csweep_power_synced(folder_of(path)); }

static void take_back_bytes(const change *each, const char *old) {
  char grave[512];
  grave_of(each->inode, grave, sizeof grave);
  int file = open(grave, O_WRONLY);
  must(file >= 0, "open");
  must(pwrite(file, old, (size_t)each->count, each->offset) == each->count, "pwrite");
  must(ftruncate(file, each->size) == 0, "ftruncate");
  close(file);
}

static void take_back_name(const change *each) {
  const char *path = each->paths[0], *to = each->paths[1];
  char grave[512];
  grave_of(each->inode, grave, sizeof grave);
  switch (each->type) {
  case CREATED:
    if (inode_of(path) == each->inode) must(unlink(path) == 0, "unlink");
    break;
  case RENAMED:
    if (inode_of(to) == each->inode) must(unlink(to) == 0, "unlink");
    if (!inode_of(path)) must(link(grave, path) == 0, "link");
    break;
  case REMOVED:
    if (!inode_of(path)) must(link(grave, path) == 0, "link");
    break;
  case FOLDER:
    // What is in it is lost with it.
    if (inode_of(path) == each->inode) must(rename(path, grave) == 0, "rename");
    break;
  }
}

void csweep_power_loss(int loses_bytes, int loses_names) {
  for (int64_t end = list->used; end > 0;) {
    int64_t length;
    memcpy(&length, list->bytes + end - sizeof length, sizeof length);
    char *start = list->bytes + end - (int64_t)sizeof length - length;
    change each;
    memcpy(&each, start, sizeof each);
    if (each.missing && each.type == BYTES && loses_bytes) take_back_bytes(&each, start + sizeof each);
    if (each.missing && each.type != BYTES && loses_names) take_back_name(&each);
    end = start - list->bytes;
  }
  list->used = 0;
}
