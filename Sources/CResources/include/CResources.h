// What is embedded in the executable, so that one file is the program.

#ifndef EARSHOT_CRESOURCES_H
#define EARSHOT_CRESOURCES_H

#include <stddef.h>

typedef struct {
    const void *_Nonnull bytes;
    size_t length;
} earshot_resource;

/// Lines of `severity word`.
extern const earshot_resource earshot_profanity;
/// Lines of `always phrase` or `linked phrase`.
extern const earshot_resource earshot_spam;
/// Lines of a language and what tells it; the file says how.
extern const earshot_resource earshot_function_words;
/// Lines of `kind name name …`; the file says how.
extern const earshot_resource earshot_known_names;
/// Trained weights, made by `make weights`.
extern const earshot_resource earshot_sentiment_weights;
extern const earshot_resource earshot_offensive_weights;
/// The sample stream of `earshot demo`, and its topics, one a line.
extern const earshot_resource earshot_demo_posts;
extern const earshot_resource earshot_demo_topics;

#endif
