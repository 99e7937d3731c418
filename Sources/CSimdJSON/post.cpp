#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <vector>

#include "reader.hpp"

struct earshot_parser {
    /// Reads lines, and what X v2 puts beside posts.
    ondemand::parser json;
    /// Reads what a line holds inside: an element of a page, the post in an envelope.
    ondemand::parser inner;
    Included included;
    std::vector<earshot_slice> page;
    bool page_is_v2 = false;
};

namespace {

void clear(earshot_post *post) {
    std::memset(post, 0, sizeof *post);
    post->likes = post->reposts = post->replies = post->undelivered = EARSHOT_UNKNOWN_COUNT;
}

void read_members(Reader &reader, ondemand::document &document) {
    for (auto entry : document.get_object()) {
        ondemand::field field = taken(std::move(entry));
        reader.read_field(key_of(field), field);
    }
}

ondemand::document iterate(ondemand::parser &parser, earshot_slice range) {
    return parser.iterate(range.bytes, range.length, range.length + SIMDJSON_PADDING);
}

earshot_status no_post(const Reader &reader, const char **detail) {
    if (reader.control) {
        *detail = reader.control;
        return EARSHOT_POST_CONTROL;
    }
    if (reader.wrong && !reader.is_x_shape()) throw WrongType{reader.wrong};
    return reader.place == Place::v2 && !reader.plain_text.bytes ? EARSHOT_POST_NOT_A_POST : EARSHOT_POST_NO_TEXT;
}

/// What a reader has found, unless it is an envelope.
earshot_status verdict(Reader &reader, const char **detail) {
    // Without an id it is nothing that X v2 delivers.
    if (reader.place == Place::v2 && !reader.number_id.bytes) reader.post.text = absent;
    if (!reader.post.text.bytes) return no_post(reader, detail);
    if (reader.wrong && reader.post.shape == EARSHOT_SHAPE_NEUTRAL) throw WrongType{reader.wrong};
    return EARSHOT_POST_OK;
}

/// Reads the object at `range`, which stands inside a line.
earshot_status read_inner(earshot_parser *parser, earshot_slice range, Place place, earshot_post *post,
                          const char **detail) {
    ondemand::document document = iterate(parser->inner, range);
    if (document.type() != ondemand::json_type::object) return EARSHOT_POST_NOT_AN_OBJECT;
    Reader reader{*post, place, place == Place::v2 ? &parser->included : nullptr};
    read_members(reader, document);
    reader.settle();
    return verdict(reader, detail);
}

void read_included(earshot_parser *parser, earshot_slice range) {
    parser->included.clear();
    if (!range.bytes) return;
    ondemand::document document = iterate(parser->json, range);
    parser->included.read(document.get_value());
}

/// Cuts a page into its elements.
earshot_status open_page(earshot_parser *parser, const Reader &reader, const char **detail) {
    parser->page_is_v2 = reader.page_is_v2;
    ondemand::document document = iterate(parser->json, reader.page);
    for (auto entry : document.get_array()) {
        ondemand::value element = taken(std::move(entry));
        earshot_slice range = range_of(element);
        parser->page.push_back(range.bytes ? range : slice(trimmed(element.raw_json_token())));
    }
    read_included(parser, reader.page_is_v2 ? reader.includes : absent);
    if (!parser->page.empty()) return EARSHOT_POST_PAGE;
    *detail = "empty page";
    return EARSHOT_POST_CONTROL;
}

earshot_status problem(const char *name, const char **detail) {
    *detail = name;
    return is_of_stream(name) ? EARSHOT_POST_CONTROL : EARSHOT_POST_PROBLEM;
}

/// A line without a text may hold posts inside, or say what became of a request.
earshot_status read_envelope(earshot_parser *parser, Reader &reader, earshot_post *post, const char **detail) {
    if (reader.control) return no_post(reader, detail);
    if (reader.page.bytes) return open_page(parser, reader, detail);
    if (reader.data.bytes || reader.wrapped.bytes) {
        read_included(parser, reader.includes);
        clear(post);
        earshot_slice range = reader.data.bytes ? reader.data : reader.wrapped;
        return read_inner(parser, range, reader.data.bytes ? Place::v2 : reader.wrapping, post, detail);
    }
    if (reader.errors.bytes) {
        ondemand::document document = iterate(parser->json, reader.errors);
        return problem(first_problem(document.get_value()), detail);
    }
    if (reader.title.bytes && view(reader.type).find("/problems/") != std::string_view::npos) {
        return problem(problem_name(view(reader.type)), detail);
    }
    if (reader.has_meta) {
        *detail = "empty page";
        return EARSHOT_POST_CONTROL;
    }
    return no_post(reader, detail);
}

earshot_status read_post(earshot_parser *parser, const char *line, size_t length, earshot_post *post,
                         const char **detail) {
    ondemand::document document = iterate(parser->json, {line, length});
    if (document.type() != ondemand::json_type::object) return EARSHOT_POST_NOT_AN_OBJECT;
    Reader reader{*post};
    read_members(reader, document);
    // At the end of the input there is no current location.
    if (document.current_location().error() == SUCCESS) return EARSHOT_POST_TRAILING;
    reader.settle();
    return post->text.bytes ? verdict(reader, detail) : read_envelope(parser, reader, post, detail);
}

/// Runs `body`; what it throws becomes a status.
template <typename Body> earshot_status guarded(earshot_post *post, const char **detail, Body body) {
    clear(post);
    *detail = nullptr;
    try {
        return body();
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

}  // namespace

extern "C" {

size_t earshot_padding(void) { return SIMDJSON_PADDING; }

earshot_parser *earshot_parser_create(void) { return new (std::nothrow) earshot_parser; }

void earshot_parser_destroy(earshot_parser *parser) { delete parser; }

earshot_status earshot_parse_post(earshot_parser *parser, const char *line, size_t length, earshot_post *post,
                                  const char **detail) {
    parser->page.clear();
    return guarded(post, detail, [&] { return read_post(parser, line, length, post, detail); });
}

size_t earshot_page_count(const earshot_parser *parser) { return parser->page.size(); }

earshot_slice earshot_page_element(const earshot_parser *parser, size_t index) { return parser->page[index]; }

earshot_status earshot_parse_element(earshot_parser *parser, size_t index, earshot_post *post, const char **detail) {
    return guarded(post, detail, [&] {
        return read_inner(parser, parser->page[index], parser->page_is_v2 ? Place::v2 : Place::line, post, detail);
    });
}

}  // extern "C"
