#define _GNU_SOURCE
#include "csystem.h"

#include <errno.h>
#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/vfs.h>

// Read by jemalloc, where the program is linked to it: what is given back goes to the system within a second instead of
// ten, which costs nothing that could be measured, and keeps the peak of a run some megabytes lower.
const char *malloc_conf = "dirty_decay_ms:1000";

int csystem_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}

size_t csystem_gzip(const void *bytes, size_t count, void *member, size_t room) {
  if (count > UINT32_MAX || room > UINT32_MAX) return 0;
  // Cleared, for the same bytes have to come out whatever lay in memory before: the library's own start leaves the
  // window (`hist_bits`) as it is, and with a small one in it a member is packed otherwise, and larger.
  struct isal_zstream *stream = calloc(1, sizeof *stream);
  uint8_t *work = malloc(ISAL_DEF_LVL2_DEFAULT);
  size_t size = 0;
  if (stream != NULL && work != NULL) {
    isal_deflate_stateless_init(stream);
    stream->gzip_flag = IGZIP_GZIP;
    stream->end_of_stream = 1;
    stream->level = 2;
    stream->level_buf = work;
    stream->level_buf_size = ISAL_DEF_LVL2_DEFAULT;
    stream->next_in = (uint8_t *)bytes;
    stream->avail_in = (uint32_t)count;
    stream->next_out = member;
    stream->avail_out = (uint32_t)room;
    if (isal_deflate_stateless(stream) == COMP_OK) size = stream->total_out;
  }
  free(work);
  free(stream);
  return size;
}

int csystem_rename_no_replace(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ? 0 : -errno;
}

int csystem_rename_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0 ? 0 : -errno;
}

long csystem_file_system(const char *path) {
  struct statfs found;
  return statfs(path, &found) == 0 ? (long)found.f_type : -errno;
}

int csystem_event(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor >= 0 ? descriptor : -errno;
}
