// What all of X's shapes share: reposts, quotes and answers. Included by reader.hpp.

#pragma once

#include "values.hpp"

namespace {

/// The fields of a status inside another: the original of a repost.
struct Original {
    earshot_slice id = absent, plain = absent, full = absent, extended = absent, lang = absent, author = absent;
    int64_t likes = EARSHOT_UNKNOWN_COUNT, reposts = EARSHOT_UNKNOWN_COUNT, replies = EARSHOT_UNKNOWN_COUNT;
    bool is_there = false;

    earshot_slice text() const { return extended.bytes ? extended : full.bytes ? full : plain; }
};

/// Returns the name of the author reposted by a text of the form `RT @name: …`; absent if it has another form.
earshot_slice reposted_name(earshot_slice text) {
    std::string_view written = view(text);
    if (written.substr(0, 4) != "RT @") return absent;
    size_t end = written.find(':');
    if (end == std::string_view::npos || end == 4 || end > 68) return absent;
    std::string_view name = written.substr(4, end - 4);
    return name.find_first_of(" \t\r\n") == std::string_view::npos ? slice(name) : absent;
}

/// The text of a status that has more than 140 characters.
earshot_slice read_extended(ondemand::value value) {
    earshot_slice text = absent;
    if (value.type() != ondemand::json_type::object) return text;
    for (auto entry : value.get_object()) {
        ondemand::field field = taken(std::move(entry));
        if (key_of(field) == "full_text") text = string_or_null(field.value(), "extended_tweet.full_text");
    }
    return text;
}

/// A retweet's own text is cut to 140 characters, and nobody can like it: the original's are taken.
void read_original(ondemand::value value, Original &original) {
    if (value.type() != ondemand::json_type::object) return;
    original.is_there = true;
    for (auto entry : value.get_object()) {
        ondemand::field field = taken(std::move(entry));
        std::string_view key = key_of(field);
        if (key == "id_str") original.id = string_or_null(field.value(), "retweeted_status.id_str");
        else if (key == "id" && !original.id.bytes) original.id = id_of(field.value());
        else if (key == "text") original.plain = string_or_null(field.value(), "retweeted_status.text");
        else if (key == "full_text") original.full = string_or_null(field.value(), "retweeted_status.full_text");
        else if (key == "extended_tweet") original.extended = read_extended(field.value());
        else if (key == "lang") original.lang = text_of(field.value());
        else if (key == "favorite_count") original.likes = x_count(field.value());
        else if (key == "retweet_count") original.reposts = x_count(field.value());
        else if (key == "reply_count") original.replies = x_count(field.value());
        else if (key == "user") original.author = member_text(field.value(), "screen_name");
    }
}

/// The id of a status inside another.
EARSHOT_RARE earshot_slice status_id(ondemand::value value) {
    earshot_slice text = absent, number = absent;
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key == "id_str") text = text_of(member);
        else if (key == "id") number = id_of(member);
    });
    return text.bytes ? text : number;
}

/// The posts that a post refers to.
struct Relations {
    earshot_slice reposted = absent, quoted = absent, reply_to = absent;
};

EARSHOT_RARE void read_references(ondemand::value value, Relations &relations) {
    each_element(value, [&](ondemand::value reference) {
        earshot_slice type = absent, id = absent;
        each_member(reference, [&](std::string_view key, ondemand::value member) {
            if (key == "type") type = text_of(member);
            else if (key == "id") id = id_of(member);
        });
        std::string_view name = view(type);
        if (name == "retweeted" || name == "reposted") relations.reposted = id;
        else if (name == "quoted") relations.quoted = id;
        else if (name == "replied_to") relations.reply_to = id;
    });
}

void settle_source(earshot_post &post) {
    post.source = {"x", 1};
    post.is_native = true;
}

void relate(earshot_post &post, std::string_view kind, earshot_slice parent) {
    post.kind = slice(kind);
    post.parent = parent;
}

/// Text, language and counts of a repost are its original's, as far as they are known.
void take_original(earshot_post &post, const Original &original) {
    if (earshot_slice text = original.text(); text.bytes) post.text = text;
    if (original.lang.bytes) post.lang = original.lang;
    if (original.likes != EARSHOT_UNKNOWN_COUNT) post.likes = original.likes;
    if (original.reposts != EARSHOT_UNKNOWN_COUNT) post.reposts = original.reposts;
    if (original.replies != EARSHOT_UNKNOWN_COUNT) post.replies = original.replies;
    post.parent_author = original.author;
}

/// Archives of one's own tell a repost by its text alone, and leave out who wrote it.
void settle_reposted_name(earshot_post &post) {
    post.parent_author = reposted_name(post.text);
    if (post.parent_author.bytes) relate(post, "repost", absent);
}

/// Settles what a post repeats, quotes or answers; `own_text`: as it was written, of a repost with a name in front.
///
/// Returns whether it is a repost.
bool settle_relations(earshot_post &post, const Relations &relations, const Original &original, earshot_slice own_text) {
    settle_source(post);
    earshot_slice reposted = original.is_there ? original.id : relations.reposted;
    if (reposted.bytes) {
        relate(post, "repost", reposted);
        take_original(post, original);
        if (!post.parent_author.bytes) post.parent_author = reposted_name(own_text);
        return true;
    }
    if (relations.quoted.bytes) relate(post, "quote", relations.quoted);
    else if (relations.reply_to.bytes) relate(post, "reply", relations.reply_to);
    return false;
}

}  // namespace
