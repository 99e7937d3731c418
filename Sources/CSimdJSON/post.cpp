#include "CSimdJSON.h"

#include <new>

#include "shapes.hpp"

namespace {

void read_members(Reader &reader, ondemand::document &document) {
    for (auto entry : document.get_object()) {
        ondemand::field field = taken(std::move(entry));
        reader.read_field(key_of(field), field);
    }
}

/// Reads the object at `range`, which stands inside a line.
earshot_status read_object(earshot_parser *parser, earshot_slice range, Place place, earshot_post *post,
                           const char **detail) {
    ondemand::document document = iterate(parser->inner, range);
    if (document.type() != ondemand::json_type::object) return EARSHOT_POST_NOT_AN_OBJECT;
    Reader reader{*post, parser->extras, place, place == Place::v2 ? &parser->included : nullptr};
    read_members(reader, document);
    Context context{parser, reader, range, detail};
    return read_shape(context, false);
}

earshot_status read_line(earshot_parser *parser, earshot_slice line, earshot_post *post, const char **detail) {
    ondemand::document document = iterate(parser->json, line);
    if (document.type() != ondemand::json_type::object) return EARSHOT_POST_NOT_AN_OBJECT;
    Reader reader{*post, parser->extras};
    read_members(reader, document);
    // At the end of the input there is no current location.
    if (document.current_location().error() == SUCCESS) return EARSHOT_POST_TRAILING;
    Context context{parser, reader, line, detail};
    return read_shape(context, true);
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
    return guarded(post, detail, [&] { return read_line(parser, {line, length}, post, detail); });
}

size_t earshot_page_count(const earshot_parser *parser) { return parser->page.size(); }

earshot_slice earshot_page_element(const earshot_parser *parser, size_t index) { return parser->page[index]; }

earshot_status earshot_parse_element(earshot_parser *parser, size_t index, earshot_post *post, const char **detail) {
    return guarded(post, detail, [&] {
        return read_object(parser, parser->page[index], parser->page_is_v2 ? Place::v2 : Place::line, post, detail);
    });
}

size_t earshot_shape_count(void) { return sizeof shapes / sizeof *shapes; }

const char *earshot_shape_name(size_t index) { return shapes[index].name; }

const char *earshot_shape_told_by(size_t index) { return shapes[index].told_by; }

}  // extern "C"
