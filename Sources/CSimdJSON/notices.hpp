// Messages of a stream that are no post, and errors that X reports.

#pragma once

#include "values.hpp"

namespace {

/// The kinds of messages that are no post.
const char *message_kind(std::string_view key) {
    auto either = [key](const char *one, const char *other) { return key == one ? one : key == other ? other : nullptr; };
    switch (key.empty() ? '\0' : key[0]) {
    case 'd': return either("direct_message", "disconnect");
    case 'e': return either("event", "event");
    case 'f': return either("friends", "friends_str");
    case 's': return either("scrub_geo", "status_withheld");
    case 'u': return either("user_withheld", "user_withheld");
    case 'w': return either("warning", "warning");
    default: return nullptr;
    }
}

/// The kinds of events of X v2's compliance streams, which stand inside `data`.
const char *compliance_kind(std::string_view key) {
    static constexpr const char *kinds[] = {
        "drop", "undrop", "withheld", "tweet_edit", "post_edit", "user_delete", "user_undelete", "user_protect",
        "user_unprotect", "user_suspend", "user_unsuspend", "user_withheld", "user_profile_modification", "scrub_geo",
    };
    for (const char *kind : kinds) if (key == kind) return kind;
    return nullptr;
}

/// Which post is taken back: of v1.1 `status`, of v2 `tweet` or `post`. A like that is taken back is none.
void read_deletion(ondemand::value value, earshot_post &post) {
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key != "status" && key != "tweet" && key != "post") return;
        earshot_slice text = absent, number = absent;
        each_member(member, [&](std::string_view name, ondemand::value id) {
            if (name == "id_str") text = text_of(id);
            else if (name == "id") number = id_of(id);
        });
        post.withdrawn = text.bytes ? text : number;
    });
}

/// How many posts the stream has left out since it was connected.
void read_limit(ondemand::value value, earshot_post &post) {
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key == "track") post.undelivered = count_or_unknown(member);
    });
}

/// The name of one of X's problems; the list is closed, so that no heard text gets into a reason.
const char *problem_name(std::string_view type) {
    static constexpr const char *names[] = {
        "operational-disconnect", "streaming-connection", "client-disconnected", "invalid-request", "resource-not-found",
        "resource-unavailable", "not-authorized-for-resource", "not-authorized-for-field", "client-forbidden",
        "usage-capped", "rate-limit-exceeded", "rule-cap", "invalid-rules", "duplicate-rules", "disallowed-resource",
        "field-hydration-failure", "field-unauthorized", "internal-error", "unsupported-authentication",
    };
    size_t slash = type.rfind('/');
    std::string_view last = slash == std::string_view::npos ? type : type.substr(slash + 1);
    for (const char *name : names) if (last == name) return name;
    return "error";
}

/// Whether a problem says that the stream ended, and nothing of a request.
bool is_of_stream(std::string_view name) {
    return name == "operational-disconnect" || name == "streaming-connection" || name == "client-disconnected";
}

/// The first problem in a list of `errors`.
const char *first_problem(ondemand::value errors) {
    const char *found = nullptr;
    each_element(errors, [&](ondemand::value error) {
        earshot_slice type = absent;
        each_member(error, [&](std::string_view key, ondemand::value member) {
            if (key == "type") type = text_of(member);
        });
        if (!found) found = problem_name(view(type));
    });
    return found ? found : "error";
}

}  // namespace
