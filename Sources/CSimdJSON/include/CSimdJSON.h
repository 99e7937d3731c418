// A C face on simdjson's on-demand parser: one JSON line in, the fields of its posts out.
// Only the fields below are read; everything else is skipped without being decoded.

#ifndef EARSHOT_CSIMDJSON_H
#define EARSHOT_CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// UTF-8 bytes inside the parser or the input. `bytes` is NULL when the field is absent or null.
/// They die at the next parse and with the input.
typedef struct {
    const char *_Nullable bytes;
    size_t length;
} earshot_slice;

/// The outcome of reading a line.
typedef enum {
    EARSHOT_POST_OK = 0,
    EARSHOT_POST_NOT_JSON,       // detail: simdjson's message
    EARSHOT_POST_NOT_AN_OBJECT,
    EARSHOT_POST_NO_TEXT,        // the other fields are read: some kinds need none
    EARSHOT_POST_WRONG_TYPE,     // detail: the field's name
    EARSHOT_POST_CONTROL,        // detail: the kind of stream message (delete, limit, …)
    EARSHOT_POST_TRAILING,       // more than one JSON value on the line
    EARSHOT_POST_PAGE,           // several posts: see earshot_page_count
    EARSHOT_POST_PROBLEM,        // detail: the name of an error that X reports
    EARSHOT_POST_NOT_A_POST      // an object of X v2 that is something else: a user, a rule, a count
} earshot_status;

/// A count that the input does not state.
#define EARSHOT_UNKNOWN_COUNT INT64_MIN

/// Typed facts of an event. `bytes` is NULL, and a number EARSHOT_UNKNOWN_COUNT, where one is not stated.
typedef struct {
    earshot_slice state;
    earshot_slice branch;
    earshot_slice severity;
    int64_t duration_ms;
    int64_t number;
} earshot_facts;

/// Fields that few posts state, all of them in the neutral format alone.
typedef struct {
    earshot_slice title;
    earshot_slice venue;         // `in`
    earshot_slice quoted;
    earshot_slice thread;
    earshot_slice edited_at;     // as written
    const earshot_slice *_Nullable links;
    size_t link_count;
    earshot_facts facts;
} earshot_extras;

typedef struct {
    earshot_slice id;
    earshot_slice source;
    earshot_slice author;
    earshot_slice author_id;
    earshot_slice time;          // as written
    earshot_slice timestamp_ms;  // decimal milliseconds, which go before `time`
    earshot_slice text;
    earshot_slice url;
    earshot_slice lang;
    earshot_slice kind;          // its name; absent: a post
    earshot_slice parent;        // id of the post this one answers, reposts or quotes
    earshot_slice parent_author; // who wrote what this one reposts
    earshot_slice raw;           // the line it was made of, in an export
    earshot_slice withdrawn;     // of a message that takes a post back: the id of that post
    const earshot_extras *_Nullable extras;
    int64_t likes;
    int64_t reposts;
    int64_t replies;
    int64_t reach;
    int64_t undelivered;         // of a message of the stream: posts left out since it was connected
    bool is_native;              // in the source's own format, and not in Earshot's
    bool is_like;                // of an archive: liked by its owner, written by somebody else
    bool has_other_keys;         // neutral only: a key that is not of the format was there
} earshot_post;

typedef struct earshot_parser earshot_parser;

/// Bytes that must be readable after the end of every line given to `earshot_parse_post`.
size_t earshot_padding(void);

earshot_parser *_Nullable earshot_parser_create(void);
void earshot_parser_destroy(earshot_parser *_Nullable parser);

/// Reads one line. `line[length ..< length + earshot_padding()]` must be readable.
/// On failure `*detail` names what was wrong: a static string.
earshot_status earshot_parse_post(earshot_parser *_Nonnull parser,
                                  const char *_Nonnull line,
                                  size_t length,
                                  earshot_post *_Nonnull post,
                                  const char *_Nullable *_Nonnull detail);

/// Returns the number of elements of the line read last, if that was EARSHOT_POST_PAGE.
size_t earshot_page_count(const earshot_parser *_Nonnull parser);
/// The bytes of one of them, as they stand in the line.
earshot_slice earshot_page_element(const earshot_parser *_Nonnull parser, size_t index);
/// Reads one of them, with what the page says beside it, as `earshot_parse_post` reads a line.
earshot_status earshot_parse_element(earshot_parser *_Nonnull parser,
                                     size_t index,
                                     earshot_post *_Nonnull post,
                                     const char *_Nullable *_Nonnull detail);

/// Returns the number of shapes of JSON that are read: the rows of a table.
size_t earshot_shape_count(void);
/// The name of one of them, below the count.
const char *_Nonnull earshot_shape_name(size_t index);
/// The keys that tell it from the others, in Markdown.
const char *_Nonnull earshot_shape_told_by(size_t index);

#ifdef __cplusplus
}
#endif

#endif
