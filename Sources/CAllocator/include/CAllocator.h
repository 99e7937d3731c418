// What Swift's view of the C libraries leaves out of their allocators.

#ifndef EARSHOT_CALLOCATOR_H
#define EARSHOT_CALLOCATOR_H

/// Makes all threads share two heaps. With a heap a thread, memory that one thread takes and another gives back, as
/// batches are, is held on to and grows for hours; with one in all, judging and writing wait for each other.
void earshot_share_heaps(void);

/// Keeps SQLite from counting the memory it takes, which it does under a lock of its own for every allocation. Has an effect
/// before the first database is opened only.
void earshot_uncount_sqlite_memory(void);

#endif
