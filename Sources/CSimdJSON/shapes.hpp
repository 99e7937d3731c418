// The shapes that are read: a row each. Included by post.cpp alone.

#pragma once

#include "activity.hpp"
#include "archive.hpp"
#include "reader.hpp"

#include <array>
#include <cstring>

struct earshot_parser {
    /// Reads lines, and what X v2 puts beside posts.
    ondemand::parser json;
    /// Reads what a line holds inside: an element of a page, the post in an envelope.
    ondemand::parser inner;
    Included included;
    std::vector<earshot_slice> page;
    bool page_is_v2 = false;
    Extras extras;
};

namespace {

/// An object whose fields were read once, and where it stands.
struct Context {
    earshot_parser *parser;
    Reader &reader;
    earshot_slice object;
    const char **detail;
};

/// A shape: the keys that tell it, and what reads it.
///
/// A new one is a row with its key and a function. Rows are tried in order; the first that `is` reads the object.
struct Shape {
    const char *name;
    /// Of the documentation, in Markdown.
    const char *told_by;
    /// A key that no neutral post or status has; empty if the fields that `Reader` knows tell the shape.
    std::string_view key;
    /// True if the object is a post itself, so that it may be an element of a page.
    bool is_post;
    bool (*is)(const Context &context);
    earshot_status (*read)(Context &context);
};

void clear(earshot_post *post) {
    std::memset(post, 0, sizeof *post);
    post->likes = post->reposts = post->replies = post->reach = post->undelivered = EARSHOT_UNKNOWN_COUNT;
}

ondemand::document iterate(ondemand::parser &parser, earshot_slice range) {
    return parser.iterate(range.bytes, range.length, range.length + SIMDJSON_PADDING);
}

// MARK: Posts

earshot_status no_post(Context &context) {
    const Reader &reader = context.reader;
    if (reader.control) {
        settle_source(reader.post);
        *context.detail = reader.control;
        return EARSHOT_POST_CONTROL;
    }
    if (reader.wrong && !reader.is_x()) throw WrongType{reader.wrong};
    return reader.place == Place::v2 && !reader.plain_text.bytes ? EARSHOT_POST_NOT_A_POST : EARSHOT_POST_NO_TEXT;
}

earshot_status read_fields(Context &context) {
    Reader &reader = context.reader;
    reader.settle();
    // Without an id it is nothing that X v2 delivers.
    if (reader.place == Place::v2 && !reader.number_id.bytes) return no_post(context);
    if (reader.wrong && !reader.is_x()) throw WrongType{reader.wrong};
    return EARSHOT_POST_OK;
}

/// Reads an object with a function of its shape's own.
template <void (*Read)(ondemand::value, earshot_post &)> earshot_status read_with(Context &context, earshot_slice object) {
    clear(&context.reader.post);
    ondemand::document document = iterate(context.parser->inner, object);
    Read(document.get_value(), context.reader.post);
    return context.reader.post.text.bytes ? EARSHOT_POST_OK : EARSHOT_POST_NO_TEXT;
}

/// The same of the object that stands under the shape's key.
template <void (*Read)(ondemand::value, earshot_post &)> earshot_status read_marked(Context &context) {
    return read_with<Read>(context, context.reader.marked);
}

bool is_marked(const Context &context, std::string_view key) {
    return context.reader.marked.bytes && context.reader.mark == key;
}

bool is_activity(const Context &context) {
    return context.reader.mark == "postedTime" && view(context.reader.number_id).substr(0, 24) == "tag:search.twitter.com,2";
}

// MARK: Objects that hold posts

earshot_status read_object(earshot_parser *parser, earshot_slice range, Place place, earshot_post *post, const char **detail);

void read_included(earshot_parser *parser, earshot_slice range) {
    parser->included.clear();
    if (!range.bytes) return;
    ondemand::document document = iterate(parser->json, range);
    parser->included.read(document.get_value());
}

/// Reads the object inside another as a post.
earshot_status read_inside(Context &context, earshot_slice range, Place place) {
    read_included(context.parser, context.reader.includes);
    clear(&context.reader.post);
    return read_object(context.parser, range, place, &context.reader.post, context.detail);
}

/// Cuts a page into its elements.
earshot_status open_page(Context &context) {
    earshot_parser *parser = context.parser;
    parser->page_is_v2 = context.reader.page_is_v2;
    ondemand::document document = iterate(parser->json, context.reader.page);
    for (auto entry : document.get_array()) {
        ondemand::value element = taken(std::move(entry));
        earshot_slice range = range_of(element);
        parser->page.push_back(range.bytes ? range : slice(trimmed(element.raw_json_token())));
    }
    read_included(parser, parser->page_is_v2 ? context.reader.includes : absent);
    if (!parser->page.empty()) return EARSHOT_POST_PAGE;
    *context.detail = "empty page";
    return EARSHOT_POST_CONTROL;
}

// MARK: Answers of X

earshot_status problem(Context &context, const char *name) {
    *context.detail = name;
    return is_of_stream(name) ? EARSHOT_POST_CONTROL : EARSHOT_POST_PROBLEM;
}

earshot_status read_errors(Context &context) {
    ondemand::document document = iterate(context.parser->json, context.reader.errors);
    return problem(context, first_problem(document.get_value()));
}

bool is_problem(const Context &context) {
    return context.reader.has_title() && view(context.reader.type).find("/problems/") != std::string_view::npos;
}

// MARK: The table

constexpr Shape shapes[] = {
    {"activities", "`postedTime` and an `id` that starts with `tag:search.twitter.com,2`", "postedTime", true,
     is_activity, [](Context &context) { return read_with<read_activity>(context, context.object); }},
    {"X API v1.1", "`id_str`, `created_at` or an object `user`, and a text", {}, true,
     [](const Context &context) { return context.reader.is_x() && !context.reader.is_v2 && context.reader.text().bytes; },
     read_fields},
    {"X API v2", "`edit_history_tweet_ids`, `public_metrics` or `referenced_tweets`, or their other names, and a text",
     {}, true, [](const Context &context) { return context.reader.is_v2 && context.reader.text().bytes; },
     read_fields},
    {"neutral", "`text`, or `kind` alone where the kind needs no text", {}, true,
     [](const Context &context) { return context.reader.text().bytes != nullptr; }, read_fields},
    {"notices", "one of their names as a key", {}, false,
     [](const Context &context) { return context.reader.control != nullptr; }, no_post},
    {"pages", "a list `statuses`, `results` or `data`", {}, false,
     [](const Context &context) { return context.reader.page.bytes != nullptr; }, open_page},
    {"objects of X API v2", "an object `data`", {}, false,
     [](const Context &context) { return context.reader.data.bytes != nullptr; },
     [](Context &context) { return read_inside(context, context.reader.data, Place::v2); }},
    {"posts of X data archives", "an object `tweet`", "tweet", false,
     [](const Context &context) { return is_marked(context, "tweet"); },
     [](Context &context) { return read_inside(context, context.reader.marked, Place::tweet); }},
    {"likes of X data archives", "an object `like`", "like", false,
     [](const Context &context) { return is_marked(context, "like"); }, read_marked<read_like>},
    {"long posts of X data archives", "an object `noteTweet`", "noteTweet", false,
     [](const Context &context) { return is_marked(context, "noteTweet"); }, read_marked<read_note>},
    {"errors of X API v2", "a list `errors`", {}, false,
     [](const Context &context) { return context.reader.errors.bytes != nullptr; }, read_errors},
    {"problems of X API v2", "`title`, and a `type` with `/problems/`", {}, false, is_problem,
     [](Context &context) { return problem(context, problem_name(view(context.reader.type))); }},
    {"empty pages of X API v2", "`meta` alone", {}, false,
     [](const Context &context) { return context.reader.has_meta; },
     [](Context &context) { *context.detail = "empty page"; return EARSHOT_POST_CONTROL; }},
};

constexpr size_t mark_count() {
    size_t count = 0;
    for (const Shape &shape : shapes) count += shape.key.empty() ? 0 : 1;
    return count;
}

/// The keys in the table: most fields of most objects are looked for among them.
constexpr std::array<std::string_view, mark_count()> marks() {
    std::array<std::string_view, mark_count()> keys{};
    size_t count = 0;
    for (const Shape &shape : shapes) if (!shape.key.empty()) keys[count++] = shape.key;
    return keys;
}

std::string_view mark_of(std::string_view key) {
    static constexpr auto known = marks();
    for (std::string_view mark : known) if (key == mark) return mark;
    return {};
}

/// Reads an object as the first shape that it has; `is_line`: not only a post.
earshot_status read_shape(Context &context, bool is_line) {
    for (const Shape &shape : shapes) {
        if ((is_line || shape.is_post) && shape.is(context)) return shape.read(context);
    }
    context.reader.settle();
    return no_post(context);
}

}  // namespace
