// What Swift cannot reach of the system by itself: zlib's initialisers are macros,
// and renameat2, statfs and eventfd are not in Glibc's module map.
#ifndef BRONBATCH_CSYSTEM_H
#define BRONBATCH_CSYSTEM_H

#include <stddef.h>
#include <zlib.h>

/// inflateInit2 for exactly one gzip member (no zlib, no raw deflate).
int csystem_inflate_init_gzip(z_stream *stream);

/// Packs bytes as one gzip member with ISA-L, whose stream is too large a structure for Swift, and whose levels are
/// macros. Returns the size of the member; 0 without memory, or where `room` is too small.
size_t csystem_gzip(const void *bytes, size_t count, void *member, size_t room);

/// rename(2) that fails with EEXIST instead of replacing. Returns 0 or -errno.
int csystem_rename_no_replace(const char *from, const char *to);

/// Gives two files each other's name at once. Returns 0 or -errno.
int csystem_rename_exchange(const char *one, const char *other);

/// The kind of file system that a path is on: f_type of statfs(2), or -errno.
long csystem_file_system(const char *path);

/// eventfd(2): a counter that wakes who polls it. Returns the descriptor or -errno.
int csystem_event(void);

#endif
