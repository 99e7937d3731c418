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

/// What became of a line.
typedef enum {
    EARSHOT_POST_OK = 0,
    EARSHOT_POST_NOT_JSON,       // detail: simdjson's message
    EARSHOT_POST_NOT_AN_OBJECT,
    EARSHOT_POST_NO_TEXT,
    EARSHOT_POST_WRONG_TYPE,     // detail: the field's name
    EARSHOT_POST_CONTROL,        // detail: the kind of stream message (delete, limit, …)
    EARSHOT_POST_TRAILING,       // more than one JSON value on the line
    EARSHOT_POST_PAGE,           // several posts: see earshot_page_count
    EARSHOT_POST_PROBLEM,        // detail: the name of an error that X reports
    EARSHOT_POST_NOT_A_POST      // an object of X v2 that is something else: a user, a rule, a count
} earshot_status;

typedef enum {
    EARSHOT_SHAPE_NEUTRAL = 0,   // Earshot's own post format
    EARSHOT_SHAPE_X = 1          // of X (Twitter): v1.1, v2, activities, archives
} earshot_shape;

typedef enum {
    EARSHOT_RELATION_NONE = 0,
    EARSHOT_RELATION_REPLY = 1,
    EARSHOT_RELATION_REPOST = 2,
    EARSHOT_RELATION_QUOTE = 3
} earshot_relation;

/// A count that the input does not state.
#define EARSHOT_UNKNOWN_COUNT INT64_MIN

typedef struct {
    earshot_slice id;
    earshot_slice source;
    earshot_slice author;
    earshot_slice time;          // as written; of the X form when shape says so
    earshot_slice timestamp_ms;  // X streaming only: decimal milliseconds
    earshot_slice text;
    earshot_slice url;
    earshot_slice lang;
    earshot_slice parent;        // id of the post this one answers, reposts or quotes
    earshot_slice parent_author; // who wrote what this one reposts
    earshot_slice raw;           // neutral only: the line it was made of, in an export
    earshot_slice withdrawn;     // of a `delete` message: the id of the post that is taken back
    int64_t likes;
    int64_t reposts;
    int64_t replies;
    int64_t undelivered;         // of a `limit` message: posts left out since the stream was connected
    earshot_shape shape;
    earshot_relation relation;
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

/// How many elements the line read last holds, when it was EARSHOT_POST_PAGE.
size_t earshot_page_count(const earshot_parser *_Nonnull parser);
/// The bytes of one of them, as they stand in the line.
earshot_slice earshot_page_element(const earshot_parser *_Nonnull parser, size_t index);
/// Reads one of them, with what the page says beside it, as `earshot_parse_post` reads a line.
earshot_status earshot_parse_element(earshot_parser *_Nonnull parser,
                                     size_t index,
                                     earshot_post *_Nonnull post,
                                     const char *_Nullable *_Nonnull detail);

#ifdef __cplusplus
}
#endif

#endif
