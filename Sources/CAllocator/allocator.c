#include "CAllocator.h"

#include <malloc.h>

void earshot_share_heap(void) { mallopt(M_ARENA_MAX, 1); }
