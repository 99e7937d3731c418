// The fields of neutral posts and statuses of X, read in one pass whichever of them an object is. Included by shapes.hpp.

#pragma once

#include "included.hpp"
#include "neutral.hpp"
#include "notices.hpp"
#include "status.hpp"

namespace {

/// The place in which an object stood.
enum class Place { line, v2, tweet };

/// The key as it is in the table of shapes, if one is marked by it; empty if none is.
std::string_view mark_of(std::string_view key);

struct Reader {
    earshot_post &post;
    Extras &room;
    Place place = Place::line;
    const Included *included = nullptr;

    /// Keys of X v1.1 and of X v2 were there.
    bool is_v1 = false, is_v2 = false;
    /// A field of the wrong type, which matters only when the object is a neutral post.
    const char *wrong = nullptr;
    const char *control = nullptr;
    earshot_slice plain_text = absent, full_text = absent, extended_text = absent, note_text = absent;
    earshot_slice created_at = absent, number_id = absent, id_string = absent;
    Relations relations = {};
    Original original = {};
    /// X v2.
    earshot_slice username = absent, author_name = absent;
    /// The key in the table of shapes that was there last, and its value if that is an object.
    std::string_view mark = {};
    earshot_slice marked = absent;
    /// Members that hold posts, of an object that is none itself.
    earshot_slice data = absent, page = absent, includes = absent, errors = absent;
    bool page_is_v2 = false;
    /// An answer of X that may report an error.
    earshot_slice type = absent;
    bool has_meta = false;

    /// Reads a user up to its followers: in a status the rest is most of a user.
    void read_user(ondemand::value value) {
        if (value.type() != ondemand::json_type::object) return;
        is_v1 = true;
        earshot_slice number = absent;
        for (auto entry : value.get_object()) {
            ondemand::field field = taken(std::move(entry));
            std::string_view key = key_of(field);
            if (key == "id_str") post.author_id = text_of(field.value());
            else if (key == "screen_name") post.author = string_or_null(field.value(), "user.screen_name");
            else if (key == "id") number = id_of(field.value());
            else if (key == "followers_count") {
                post.reach = x_count(field.value());
                if (post.author.bytes) break;
            }
        }
        if (!post.author_id.bytes) post.author_id = number;
    }

    /// Of X v2 with its author put in by another program, that author; else it has to be a name.
    void read_author(ondemand::value value) {
        if (value.type() != ondemand::json_type::object) {
            post.author = string_or_null(value, "author");
            return;
        }
        wrong = "author";
        each_member(value, [&](std::string_view key, ondemand::value member) {
            if (key == "username") author_name = text_of(member);
            else if (key == "id") post.author_id = id_of(member);
            else if (key == "public_metrics") post.reach = member_count(member, "followers_count");
        });
    }

    /// An object is what the source of an `event` is; else it has to be a name.
    void read_source(ondemand::value value) {
        if (value.type() == ondemand::json_type::object) wrong = "source";
        else post.source = string_or_null(value, "source");
    }

    /// Text or null; anything else is the wrong type in a neutral post, and nothing in another.
    earshot_slice text_or_wrong(ondemand::value value, const char *field) {
        earshot_slice text = absent;
        if (!read_text(value, text)) wrong = field;
        return text;
    }

    /// The same of an id.
    earshot_slice id_or_wrong(ondemand::value value, const char *field) {
        earshot_slice id = id_of(value);
        if (!id.bytes && value.type() != ondemand::json_type::null) wrong = field;
        return id;
    }

    EARSHOT_RARE void set_mark(std::string_view key, ondemand::value value) {
        mark = key;
        earshot_slice range = range_of(value);
        marked = range.bytes && *range.bytes == '{' ? range : absent;
    }

    /// Returns the room for fields that only the neutral format states; clears it when first asked for.
    earshot_extras &extras() {
        if (!post.extras) {
            room.stated = earshot_extras{};
            room.stated.facts = unknown_facts;
            room.links.clear();
            post.extras = &room.stated;
        }
        return room.stated;
    }

    EARSHOT_RARE void read_extra(earshot_slice earshot_extras::*field, const char *name, ondemand::value value) {
        extras().*field = text_or_wrong(value, name);
    }

    EARSHOT_RARE void read_extra_id(earshot_slice earshot_extras::*field, const char *name, ondemand::value value) {
        extras().*field = id_or_wrong(value, name);
    }

    EARSHOT_RARE void read_extra_links(ondemand::value value) {
        earshot_extras &stated = extras();
        if (!read_links(value, room.links)) wrong = "links";
        stated.links = room.links.data();
        stated.link_count = room.links.size();
    }

    EARSHOT_RARE void read_extra_facts(ondemand::value value) {
        if (const char *field = read_facts(value, extras().facts, post.has_other_keys)) wrong = field;
    }

    EARSHOT_RARE void read_page(ondemand::value value, bool is_v2) {
        earshot_slice range = range_of(value);
        if (!range.bytes) return;
        if (*range.bytes == '{') {
            if (is_v2) data = range;
            return;
        }
        page = range;
        page_is_v2 = is_v2;
    }

    /// Fields that most statuses and neutral posts have.
    EARSHOT_HOT void read_field(std::string_view key, ondemand::field &field) {
        switch (key.empty() ? '\0' : key[0]) {
        case 'a':
            if (key == "author") { read_author(field.value()); return; }
            if (key == "author_id") { post.author_id = id_or_wrong(field.value(), "author_id"); return; }
            break;
        case 'c':
            if (key == "created_at") { created_at = string_or_null(field.value(), "created_at"); return; }
            break;
        case 'e':
            if (key == "extended_tweet") { extended_text = read_extended(field.value()); return; }
            if (key == "edited_at") { read_extra(&earshot_extras::edited_at, "edited_at", field.value()); return; }
            break;
        case 'f':
            if (key == "full_text") { full_text = string_or_null(field.value(), "full_text"); return; }
            if (key == "favorite_count") { post.likes = x_count(field.value()); return; }
            if (key == "facts") { read_extra_facts(field.value()); return; }
            break;
        case 'i':
            if (key == "id") { number_id = identifier_or_null(field.value(), "id"); return; }
            if (key == "id_str") { id_string = string_or_null(field.value(), "id_str"); is_v1 = true; return; }
            if (key == "in") { read_extra(&earshot_extras::venue, "in", field.value()); return; }
            if (key == "in_reply_to_status_id_str") { relations.reply_to = string_or_null(field.value(), "in_reply_to_status_id_str"); return; }
            break;
        case 'j':
            if (key == "judgement") return;  // of an export: what is heard is judged anew
            break;
        case 'k':
            if (key == "kind") { post.kind = string_or_null(field.value(), "kind"); return; }
            break;
        case 'l':
            if (key == "lang") { post.lang = string_or_null(field.value(), "lang"); return; }
            if (key == "likes") { post.likes = count_or_unknown(field.value()); return; }
            if (key == "links") { read_extra_links(field.value()); return; }
            break;
        case 'p':
            if (key == "parent") { post.parent = identifier_or_null(field.value(), "parent"); return; }
            break;
        case 'q':
            if (key == "quoted_status_id_str") { relations.quoted = string_or_null(field.value(), "quoted_status_id_str"); return; }
            if (key == "quoted") { read_extra_id(&earshot_extras::quoted, "quoted", field.value()); return; }
            break;
        case 'r':
            if (key == "retweet_count") { post.reposts = x_count(field.value()); return; }
            if (key == "reply_count") { post.replies = x_count(field.value()); return; }
            if (key == "reposts") { post.reposts = count_or_unknown(field.value()); return; }
            if (key == "replies") { post.replies = count_or_unknown(field.value()); return; }
            if (key == "reach") { post.reach = count_or_unknown(field.value()); return; }
            if (key == "raw") { post.raw = string_or_null(field.value(), "raw"); return; }
            if (key == "retweeted_status") { read_original(field.value(), original); return; }
            break;
        case 's':
            if (key == "source") { read_source(field.value()); return; }
            break;
        case 't':
            if (key == "text") { plain_text = string_or_null(field.value(), "text"); return; }
            if (key == "time") { post.time = string_or_null(field.value(), "time"); return; }
            if (key == "title") { read_extra(&earshot_extras::title, "title", field.value()); return; }
            if (key == "thread") { read_extra_id(&earshot_extras::thread, "thread", field.value()); return; }
            if (key == "timestamp_ms") { post.timestamp_ms = string_or_null(field.value(), "timestamp_ms"); return; }
            break;
        case 'u':
            if (key == "user") { read_user(field.value()); return; }
            if (key == "url") { post.url = string_or_null(field.value(), "url"); return; }
            break;
        default:
            break;
        }
        post.has_other_keys = true;
        read_rare(key, field);
    }

    /// Fields of the other shapes. A neutral post may have them as keys of its own.
    EARSHOT_RARE void read_rare(std::string_view key, ondemand::field &field) {
        switch (key.empty() ? '\0' : key[0]) {
        case 'd':
            if (key == "data") { read_page(field.value(), true); return; }
            if (key == "delete") { read_deletion(field.value(), post); control = "delete"; return; }
            break;
        case 'e':
            if (key == "edit_history_tweet_ids" || key == "edit_history_post_ids") { is_v2 = true; return; }
            if (key == "errors") { errors = range_of(field.value()); return; }
            break;
        case 'i':
            if (key == "in_reply_to_status_id") { take_reply_to(id_of(field.value())); return; }
            if (key == "includes") { includes = range_of(field.value()); return; }
            break;
        case 'l':
            if (key == "limit") { read_limit(field.value(), post); control = "limit"; return; }
            break;
        case 'm':
            if (key == "meta") { has_meta = true; return; }
            break;
        case 'n':
            if (key == "note_tweet" || key == "note_post") { note_text = member_text(field.value(), "text"); return; }
            break;
        case 'p':
            if (key == "public_metrics") { read_metrics(field.value(), post); is_v2 = true; return; }
            break;
        case 'q':
            if (key == "quoted_status") { take_quoted(field.value()); return; }
            break;
        case 'r':
            if (key == "referenced_tweets" || key == "referenced_posts") { read_references(field.value(), relations); is_v2 = true; return; }
            if (key == "results") { read_page(field.value(), false); return; }
            break;
        case 's':
            if (key == "statuses") { read_page(field.value(), false); return; }
            break;
        case 't':
            if (key == "type") { type = text_of(field.value()); return; }
            break;
        case 'u':
            if (key == "username") { username = text_of(field.value()); return; }
            break;
        default:
            break;
        }
        read_unknown(key, field);
    }

    /// A key that marks a message or a shape, or is nobody's.
    void read_unknown(std::string_view key, ondemand::field &field) {
        if (const char *kind = place == Place::v2 ? compliance_kind(key) : message_kind(key)) control = kind;
        else if (std::string_view known = mark_of(key); !known.empty()) set_mark(known, field.value());
    }

    void take_reply_to(earshot_slice id) {
        if (!relations.reply_to.bytes) relations.reply_to = id;
    }

    void take_quoted(ondemand::value status) {
        if (!relations.quoted.bytes) relations.quoted = status_id(status);
    }

    // MARK: What was found

    bool has_title() const { return post.extras && room.stated.title.bytes; }

    bool is_x() const { return is_v1 || is_v2 || created_at.bytes || place != Place::line; }

    earshot_slice text() const {
        return extended_text.bytes         ? extended_text
            : full_text.bytes              ? full_text
            : note_text.bytes && is_x()    ? note_text
                                           : plain_text;
    }

    void settle() {
        post.text = text();
        post.id = id_string.bytes ? id_string : number_id;
        if (is_x()) settle_status();
        else settle_neutral();
    }

    void settle_neutral() {
        if (view(post.kind) == "repost") post.parent_author = reposted_name(post.text);
    }

    void settle_status() {
        post.time = created_at;
        post.kind = post.url = post.raw = post.parent = absent;
        post.extras = nullptr;
        post.has_other_keys = false;
        if (included || author_name.bytes || username.bytes) take_included();
        bool is_repost = settle_relations(post, relations, original, plain_text.bytes ? plain_text : full_text);
        if (!is_repost && !post.author.bytes && place != Place::v2) settle_reposted_name(post);
    }

    /// Takes over what X v2 puts beside a post: its author, and the post that it reposts.
    EARSHOT_RARE void take_included() {
        if (author_name.bytes) post.author = author_name;
        else if (!post.author.bytes) post.author = username;
        if (!included) return;
        if (const Included::User *user = included->user(post.author_id)) {
            if (user->name.bytes) post.author = user->name;
            if (user->reach != EARSHOT_UNKNOWN_COUNT) post.reach = user->reach;
        }
        const Included::Post *source = relations.reposted.bytes ? included->post(relations.reposted) : nullptr;
        if (!source) return;
        original.plain = source->text;
        original.extended = source->note;
        original.lang = source->lang;
        original.likes = source->likes;
        original.reposts = source->reposts;
        original.replies = source->replies;
        original.author = included->username(source->author);
    }
};

}  // namespace
