#include "CAllocator.h"

#include <malloc.h>
#include <sqlite3.h>

void earshot_share_heaps(void) { mallopt(M_ARENA_MAX, 2); }

void earshot_uncount_sqlite_memory(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
