#include "csqlite.h"

#include <sqlite3.h>

void csqlite_use_memory(int size, int count) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, size, count);
  sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}
