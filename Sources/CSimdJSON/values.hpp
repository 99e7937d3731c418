// Single fields of simdjson's on-demand parser.

#pragma once

#include "CSimdJSON.h"

#include <simdjson.h>
#include <string_view>
#include <utility>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

using namespace simdjson;

/// What every line goes through is compiled into the loop over its fields; what few have is kept out of it.
#define EARSHOT_HOT __attribute__((always_inline))
#define EARSHOT_RARE __attribute__((noinline))

namespace {

constexpr earshot_slice absent{nullptr, 0};

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
inline EARSHOT_HOT earshot_slice string_of(ondemand::value &value) {
    const char *start = value.raw_json_token().data() + 1;
    const char *stop = string_stop(start);
    if (*stop == '\\') return slice(value.get_string());
    return {start, static_cast<size_t>(stop - start)};
}

/// Text or null. Anything else is the wrong type.
inline EARSHOT_HOT earshot_slice string_or_null(ondemand::value value, const char *field) {
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

template <typename Value> Value taken(simdjson_result<Value> &&entry) {
    Value value;
    error_code error = std::move(entry).get(value);
    if (error) throw simdjson_error(error);
    return value;
}

/// The key as it stands in the input, unless it holds an escape.
inline EARSHOT_HOT std::string_view key_of(ondemand::field &field) {
    const char *raw = field.key().raw();
    const char *end = string_stop(raw);
    if (*end == '"') return {raw, static_cast<size_t>(end - raw)};
    return field.unescaped_key();
}

/// Text, or absent whatever else it is: for fields that nothing hangs on.
earshot_slice text_of(ondemand::value value) {
    return value.type() == ondemand::json_type::string ? string_of(value) : absent;
}

/// An id as text or number, or absent.
earshot_slice id_of(ondemand::value value) {
    if (value.type() == ondemand::json_type::number) return slice(trimmed(value.raw_json_token()));
    return text_of(value);
}

std::string_view view(earshot_slice text) { return text.bytes ? std::string_view{text.bytes, text.length} : std::string_view{}; }

/// A count of X: a number, or in an archive its digits as text.
int64_t x_count(ondemand::value value) {
    if (value.type() != ondemand::json_type::string) return count_or_unknown(value);
    std::string_view digits = view(string_of(value));
    if (digits.empty() || digits.size() > 18) return EARSHOT_UNKNOWN_COUNT;
    int64_t count = 0;
    for (char digit : digits) {
        if (digit < '0' || digit > '9') return EARSHOT_UNKNOWN_COUNT;
        count = count * 10 + (digit - '0');
    }
    return count;
}

/// Calls `body(key, value)` for each member of an object; any other value has none.
template <typename Body> void each_member(ondemand::value value, Body body) {
    if (value.type() != ondemand::json_type::object) return;
    for (auto entry : value.get_object()) {
        ondemand::field field = taken(std::move(entry));
        body(key_of(field), field.value());
    }
}

/// Calls `body(value)` for each element of an array; any other value has none.
template <typename Body> void each_element(ondemand::value value, Body body) {
    if (value.type() != ondemand::json_type::array) return;
    for (auto element : value.get_array()) body(taken(std::move(element)));
}

/// The text of one member of an object; what stands behind it is not looked at.
earshot_slice member_text(ondemand::value value, std::string_view name) {
    if (value.type() != ondemand::json_type::object) return absent;
    for (auto entry : value.get_object()) {
        ondemand::field field = taken(std::move(entry));
        if (key_of(field) == name) return text_of(field.value());
    }
    return absent;
}

/// The count that one member of an object states.
int64_t member_count(ondemand::value value, std::string_view name) {
    int64_t count = EARSHOT_UNKNOWN_COUNT;
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key == name) count = count_or_unknown(member);
    });
    return count;
}

/// Reads the counts of an X v2 post, which may be one that is included.
template <typename Post> EARSHOT_RARE void read_metrics(ondemand::value value, Post &post) {
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key == "like_count") post.likes = count_or_unknown(member);
        else if (key == "retweet_count" || key == "repost_count") post.reposts = count_or_unknown(member);
        else if (key == "reply_count") post.replies = count_or_unknown(member);
    });
}

/// The last part of `tag:search.twitter.com,2005:763459917910945792` or of a link.
earshot_slice last_part(earshot_slice text, char separator) {
    size_t place = view(text).rfind(separator);
    return place == std::string_view::npos ? absent : slice(view(text).substr(place + 1));
}

/// The bytes of an object or array as they stand in the input; absent for other values.
earshot_slice range_of(ondemand::value value) {
    ondemand::json_type type = value.type();
    if (type == ondemand::json_type::object) {
        ondemand::object object = value.get_object();
        return slice(trimmed(object.raw_json()));
    }
    if (type == ondemand::json_type::array) {
        ondemand::array array = value.get_array();
        return slice(trimmed(array.raw_json()));
    }
    return absent;
}

}  // namespace
