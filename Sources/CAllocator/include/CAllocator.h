// What Swift's view of the C library leaves out of its allocator.

#ifndef EARSHOT_CALLOCATOR_H
#define EARSHOT_CALLOCATOR_H

/// Makes all threads share one heap. With a heap a thread, memory that one thread takes and another gives back, as
/// batches are, is held on to and grows for hours.
void earshot_share_heap(void);

#endif
