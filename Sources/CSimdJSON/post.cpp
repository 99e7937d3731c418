#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <string_view>
#include <utility>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

using namespace simdjson;

struct earshot_parser {
    ondemand::parser json;
};

namespace {

/// A field of the wrong type, which makes the line unreadable. Carries the field's name.
struct WrongType {
    const char *field;
};

earshot_slice slice(std::string_view text) { return {text.data(), text.size()}; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

/// The closing quote or the first backslash of the string whose first character is at `text`.
/// The string is closed, and more than 16 bytes can be read behind its quote.
const char *string_stop(const char *text) {
#ifdef __SSE2__
    const __m128i quotes = _mm_set1_epi8('"'), backslashes = _mm_set1_epi8('\\');
    for (;; text += 16) {
        __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text));
        int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes)));
        if (found) return text + __builtin_ctz(static_cast<unsigned>(found));
    }
#else
    while (*text != '"' && *text != '\\') ++text;
    return text;
#endif
}

/// A string as it stands in the input, unless it holds an escape.
earshot_slice string_of(ondemand::value &value) {
    const char *start = value.raw_json_token().data() + 1;
    const char *stop = string_stop(start);
    if (*stop == '\\') return slice(value.get_string());
    return {start, static_cast<size_t>(stop - start)};
}

/// Text or null. Anything else is the wrong type.
earshot_slice string_or_null(ondemand::value value, const char *field) {
    ondemand::json_type type = value.type();
    if (type == ondemand::json_type::string) return string_of(value);
    if (type != ondemand::json_type::null) throw WrongType{field};
    return {nullptr, 0};
}

/// An id: text, or a number whose digits are taken as they stand (a double would lose some).
earshot_slice identifier_or_null(ondemand::value value, const char *field) {
    ondemand::json_type type = value.type();
    if (type == ondemand::json_type::number) return slice(trimmed(value.raw_json_token()));
    if (type == ondemand::json_type::string) return string_of(value);
    if (type != ondemand::json_type::null) throw WrongType{field};
    return {nullptr, 0};
}

/// A count, or unknown: an unreadable count is no reason to lose a post.
int64_t count_or_unknown(ondemand::value value) {
    int64_t count;
    if (value.get_int64().get(count) != SUCCESS || count < 0) return EARSHOT_UNKNOWN_COUNT;
    return count;
}

ondemand::field taken(simdjson_result<ondemand::field> &&entry) {
    ondemand::field field;
    error_code error = std::move(entry).get(field);
    if (error) throw simdjson_error(error);
    return field;
}

/// The key as it stands in the input, unless it holds an escape.
std::string_view key_of(ondemand::field &field) {
    const char *raw = field.key().raw();
    const char *end = string_stop(raw);
    if (*end == '"') return {raw, static_cast<size_t>(end - raw)};
    return field.unescaped_key();
}

struct Reader {
    earshot_post &post;
    bool is_x = false;
    const char *control = nullptr;
    earshot_slice plain_text{nullptr, 0}, full_text{nullptr, 0}, extended_text{nullptr, 0}, repost_text{nullptr, 0};
    earshot_slice created_at{nullptr, 0}, number_id{nullptr, 0}, id_string{nullptr, 0};
    earshot_slice kind{nullptr, 0}, reply_to{nullptr, 0}, quoted{nullptr, 0}, reposted{nullptr, 0};

    /// The kinds of stream messages that are no post.
    static const char *control_kind(std::string_view key) {
        auto either = [key](const char *one, const char *other) { return key == one ? one : key == other ? other : nullptr; };
        switch (key.empty() ? '\0' : key[0]) {
        case 'd': return either("delete", "disconnect");
        case 's': return either("scrub_geo", "status_withheld");
        case 'u': return either("user_withheld", "user_withheld");
        case 'l': return either("limit", "limit");
        case 'w': return either("warning", "warning");
        default: return nullptr;
        }
    }

    void read_user(ondemand::value value) {
        if (value.type() != ondemand::json_type::object) return;
        for (auto entry : value.get_object()) {
            ondemand::field field = taken(std::move(entry));
            if (key_of(field) == "screen_name") {
                post.author = string_or_null(field.value(), "user.screen_name");
                return;
            }
        }
    }

    static earshot_slice read_extended(ondemand::value value) {
        earshot_slice text{nullptr, 0};
        if (value.type() != ondemand::json_type::object) return text;
        for (auto entry : value.get_object()) {
            ondemand::field field = taken(std::move(entry));
            if (key_of(field) == "full_text") text = string_or_null(field.value(), "extended_tweet.full_text");
        }
        return text;
    }

    /// A retweet's own text is cut to 140 characters: the original's is taken.
    void read_reposted(ondemand::value value) {
        if (value.type() != ondemand::json_type::object) return;
        earshot_slice plain{nullptr, 0}, full{nullptr, 0}, extended{nullptr, 0};
        for (auto entry : value.get_object()) {
            ondemand::field field = taken(std::move(entry));
            std::string_view key = key_of(field);
            if (key == "id_str") reposted = string_or_null(field.value(), "retweeted_status.id_str");
            else if (key == "text") plain = string_or_null(field.value(), "retweeted_status.text");
            else if (key == "full_text") full = string_or_null(field.value(), "retweeted_status.full_text");
            else if (key == "extended_tweet") extended = read_extended(field.value());
        }
        repost_text = extended.bytes ? extended : full.bytes ? full : plain;
    }

    void read_field(std::string_view key, ondemand::field &field) {
        switch (key.empty() ? '\0' : key[0]) {
        case 'a':
            if (key == "author") { post.author = string_or_null(field.value(), "author"); return; }
            break;
        case 'c':
            if (key == "created_at") { created_at = string_or_null(field.value(), "created_at"); return; }
            break;
        case 'e':
            if (key == "extended_tweet") { extended_text = read_extended(field.value()); return; }
            break;
        case 'f':
            if (key == "full_text") { full_text = string_or_null(field.value(), "full_text"); return; }
            if (key == "favorite_count") { post.likes = count_or_unknown(field.value()); return; }
            break;
        case 'i':
            if (key == "id") { number_id = identifier_or_null(field.value(), "id"); return; }
            if (key == "id_str") { id_string = string_or_null(field.value(), "id_str"); is_x = true; return; }
            if (key == "in_reply_to_status_id_str") { reply_to = string_or_null(field.value(), "in_reply_to_status_id_str"); return; }
            break;
        case 'j':
            if (key == "judgement") return;  // of an export: what is heard is judged anew
            break;
        case 'k':
            if (key == "kind") { kind = string_or_null(field.value(), "kind"); return; }
            break;
        case 'l':
            if (key == "lang") { post.lang = string_or_null(field.value(), "lang"); return; }
            if (key == "likes") { post.likes = count_or_unknown(field.value()); return; }
            break;
        case 'p':
            if (key == "parent") { post.parent = identifier_or_null(field.value(), "parent"); return; }
            break;
        case 'q':
            if (key == "quoted_status_id_str") { quoted = string_or_null(field.value(), "quoted_status_id_str"); return; }
            break;
        case 'r':
            if (key == "reposts" || key == "retweet_count") { post.reposts = count_or_unknown(field.value()); return; }
            if (key == "replies" || key == "reply_count") { post.replies = count_or_unknown(field.value()); return; }
            if (key == "raw") { post.raw = string_or_null(field.value(), "raw"); return; }
            if (key == "retweeted_status") { read_reposted(field.value()); return; }
            break;
        case 's':
            if (key == "source") { post.source = string_or_null(field.value(), "source"); return; }
            break;
        case 't':
            if (key == "text") { plain_text = string_or_null(field.value(), "text"); return; }
            if (key == "time") { post.time = string_or_null(field.value(), "time"); return; }
            if (key == "timestamp_ms") { post.timestamp_ms = string_or_null(field.value(), "timestamp_ms"); return; }
            break;
        case 'u':
            if (key == "user") {
                ondemand::value value = field.value();
                is_x = is_x || value.type() == ondemand::json_type::object;
                read_user(value);
                return;
            }
            if (key == "url") { post.url = string_or_null(field.value(), "url"); return; }
            break;
        default:
            break;
        }
        if (const char *kind = control_kind(key)) control = kind;
        post.has_other_keys = true;
    }

    bool is_x_shape() const { return is_x || created_at.bytes; }

    /// The neutral format says what kind a post is.
    void settle_relation() {
        if (!kind.bytes) return;
        std::string_view name{kind.bytes, kind.length};
        if (name == "reply") post.relation = EARSHOT_RELATION_REPLY;
        else if (name == "repost") post.relation = EARSHOT_RELATION_REPOST;
        else if (name == "quote") post.relation = EARSHOT_RELATION_QUOTE;
    }

    void settle() {
        post.shape = is_x_shape() ? EARSHOT_SHAPE_X_V1 : EARSHOT_SHAPE_NEUTRAL;
        post.text = extended_text.bytes ? extended_text : full_text.bytes ? full_text : plain_text;
        post.id = id_string.bytes ? id_string : number_id;
        if (post.shape == EARSHOT_SHAPE_X_V1) {
            post.time = created_at;
            post.source = {"x", 1};
            post.url = {nullptr, 0};
            post.raw = {nullptr, 0};
            post.parent = {nullptr, 0};
            post.has_other_keys = false;
        }
        if (!is_x_shape()) {
            settle_relation();
        } else if (reposted.bytes) {
            post.relation = EARSHOT_RELATION_REPOST;
            post.parent = reposted;
            if (repost_text.bytes) post.text = repost_text;
        } else if (quoted.bytes) {
            post.relation = EARSHOT_RELATION_QUOTE;
            post.parent = quoted;
        } else if (reply_to.bytes) {
            post.relation = EARSHOT_RELATION_REPLY;
            post.parent = reply_to;
        }
    }
};

earshot_status read_post(earshot_parser *parser, const char *line, size_t length, earshot_post *post,
                         const char **detail) {
    ondemand::document document = parser->json.iterate(line, length, length + SIMDJSON_PADDING);
    if (document.type() != ondemand::json_type::object) return EARSHOT_POST_NOT_AN_OBJECT;
    Reader reader{*post};
    for (auto entry : document.get_object()) {
        ondemand::field field = taken(std::move(entry));
        reader.read_field(key_of(field), field);
    }
    // At the end of the input there is no current location.
    if (document.current_location().error() == SUCCESS) return EARSHOT_POST_TRAILING;
    reader.settle();
    if (post->text.bytes) return EARSHOT_POST_OK;
    *detail = reader.control;
    return reader.control ? EARSHOT_POST_CONTROL : EARSHOT_POST_NO_TEXT;
}

}  // namespace

extern "C" {

size_t earshot_padding(void) { return SIMDJSON_PADDING; }

earshot_parser *earshot_parser_create(void) { return new (std::nothrow) earshot_parser; }

void earshot_parser_destroy(earshot_parser *parser) { delete parser; }

earshot_status earshot_parse_post(earshot_parser *parser, const char *line, size_t length, earshot_post *post,
                                  const char **detail) {
    std::memset(post, 0, sizeof *post);
    post->likes = post->reposts = post->replies = EARSHOT_UNKNOWN_COUNT;
    *detail = nullptr;
    try {
        return read_post(parser, line, length, post, detail);
    } catch (const WrongType &wrong) {
        *detail = wrong.field;
        return EARSHOT_POST_WRONG_TYPE;
    } catch (const simdjson_error &error) {
        *detail = error_message(error.error());
        return EARSHOT_POST_NOT_JSON;
    } catch (const std::bad_alloc &) {
        *detail = "out of memory";
        return EARSHOT_POST_NOT_JSON;
    }
}

}  // extern "C"
