// Earshot's own post format: the fields that are no plain text. Included by reader.hpp.

#pragma once

#include "values.hpp"

#include <vector>

namespace {

constexpr earshot_facts unknown_facts{absent, absent, absent, EARSHOT_UNKNOWN_COUNT, EARSHOT_UNKNOWN_COUNT};

/// The fields of the post in hand that only the neutral format states, and room for them.
struct Extras {
    earshot_extras stated;
    std::vector<earshot_slice> links;
};

/// Reads a list of texts; false if it is something else.
bool read_links(ondemand::value value, std::vector<earshot_slice> &links) {
    links.clear();
    ondemand::json_type type = value.type();
    if (type == ondemand::json_type::null) return true;
    if (type != ondemand::json_type::array) return false;
    bool are_texts = true;
    each_element(value, [&](ondemand::value link) {
        if (link.type() == ondemand::json_type::string) links.push_back(string_of(link));
        else are_texts = false;
    });
    return are_texts;
}

/// A whole number or null; false if it is something else.
bool read_number(ondemand::value value, int64_t &number) {
    number = EARSHOT_UNKNOWN_COUNT;
    if (value.type() == ondemand::json_type::null) return true;
    int64_t read;
    if (value.get_int64().get(read) != SUCCESS || read == EARSHOT_UNKNOWN_COUNT) return false;
    number = read;
    return true;
}

/// Text or null; false if it is something else.
bool read_text(ondemand::value value, earshot_slice &text) {
    text = text_of(value);
    return text.bytes || value.type() == ondemand::json_type::null;
}

/// Reads the facts of an event.
///
/// Returns the name of the field that has the wrong type; null if none has. `has_others`: set if it holds other keys.
const char *read_facts(ondemand::value value, earshot_facts &facts, bool &has_others) {
    facts = unknown_facts;
    ondemand::json_type type = value.type();
    if (type == ondemand::json_type::null) return nullptr;
    if (type != ondemand::json_type::object) return "facts";
    const char *wrong = nullptr;
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key == "state") { if (!read_text(member, facts.state)) wrong = "facts.state"; }
        else if (key == "branch") { if (!read_text(member, facts.branch)) wrong = "facts.branch"; }
        else if (key == "severity") { if (!read_text(member, facts.severity)) wrong = "facts.severity"; }
        else if (key == "duration_ms") { if (!read_number(member, facts.duration_ms)) wrong = "facts.duration_ms"; }
        else if (key == "number") { if (!read_number(member, facts.number)) wrong = "facts.number"; }
        else has_others = true;
    });
    return wrong;
}

}  // namespace
