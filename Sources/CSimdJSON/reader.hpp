// What one object says, whichever shape it has. Included by post.cpp alone.

#pragma once

#include "included.hpp"
#include "notices.hpp"

namespace {

/// What a status says that another holds: the original of a repost.
struct Original {
    earshot_slice id = absent, plain = absent, full = absent, extended = absent, lang = absent, author = absent;
    int64_t likes = EARSHOT_UNKNOWN_COUNT, reposts = EARSHOT_UNKNOWN_COUNT, replies = EARSHOT_UNKNOWN_COUNT;
    bool is_there = false;

    earshot_slice text() const { return extended.bytes ? extended : full.bytes ? full : plain; }
};

/// Where an object stood.
enum class Place { line, v2, tweet, like, note };

/// The last part of `tag:search.twitter.com,2005:763459917910945792` or of a link.
earshot_slice last_part(earshot_slice text, char separator) {
    size_t place = view(text).rfind(separator);
    return place == std::string_view::npos ? absent : slice(view(text).substr(place + 1));
}

/// Who is reposted by a text of the form `RT @name: …`; absent when it has another.
earshot_slice reposted_name(earshot_slice text) {
    std::string_view written = view(text);
    if (written.substr(0, 4) != "RT @") return absent;
    size_t end = written.find(':');
    if (end == std::string_view::npos || end == 4 || end > 68) return absent;
    std::string_view name = written.substr(4, end - 4);
    return name.find_first_of(" \t\r\n") == std::string_view::npos ? slice(name) : absent;
}

struct Reader {
    earshot_post &post;
    Place place = Place::line;
    const Included *included = nullptr;

    bool is_x = false;
    /// An object where a text should be, which matters only when the object is a neutral post.
    const char *wrong = nullptr;
    const char *control = nullptr;
    earshot_slice plain_text = absent, full_text = absent, extended_text = absent, note_text = absent;
    earshot_slice created_at = absent, number_id = absent, id_string = absent;
    earshot_slice kind = absent, reply_to = absent, quoted = absent;
    Original original;
    /// X v2.
    earshot_slice author_id = absent, username = absent, author_object = absent, reposted = absent;
    /// Activities, as the archives of X's former resellers hold them.
    earshot_slice body = absent, posted = absent, activity_lang = absent, actor = absent, verb = absent;
    /// What holds posts instead of being one.
    earshot_slice data = absent, page = absent, wrapped = absent, includes = absent, errors = absent;
    Place wrapping = Place::line;
    bool page_is_v2 = false;
    /// An answer of X that may report an error.
    earshot_slice type = absent, title = absent;
    bool has_meta = false;

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

    /// Of X v2 with its author put in by another program, that author; else it has to be a name.
    void read_author(ondemand::value value) {
        if (value.type() != ondemand::json_type::object) {
            post.author = string_or_null(value, "author");
            return;
        }
        wrong = "author";
        author_object = member_text(value, "username");
    }

    /// An object is what the source of an `event` is; else it has to be a name.
    void read_source(ondemand::value value) {
        if (value.type() == ondemand::json_type::object) wrong = "source";
        else post.source = string_or_null(value, "source");
    }

    static earshot_slice read_extended(ondemand::value value) {
        earshot_slice text = absent;
        if (value.type() != ondemand::json_type::object) return text;
        for (auto entry : value.get_object()) {
            ondemand::field field = taken(std::move(entry));
            if (key_of(field) == "full_text") text = string_or_null(field.value(), "extended_tweet.full_text");
        }
        return text;
    }

    /// A retweet's own text is cut to 140 characters, and nobody can like it: the original's are taken.
    void read_original(ondemand::value value) {
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

    /// What an activity is about: of a share the original, itself an activity.
    EARSHOT_RARE void read_activity_object(ondemand::value value) {
        each_member(value, [&](std::string_view key, ondemand::value member) {
            if (key == "id") original.id = last_part(text_of(member), ':');
            else if (key == "body") original.plain = text_of(member);
            else if (key == "long_object") original.extended = member_text(member, "body");
            else if (key == "twitter_lang") original.lang = text_of(member);
            else if (key == "favoritesCount") original.likes = x_count(member);
            else if (key == "retweetCount") original.reposts = x_count(member);
            else if (key == "actor") original.author = member_text(member, "preferredUsername");
        });
    }

    /// The id of a status inside another.
    EARSHOT_RARE static earshot_slice status_id(ondemand::value value) {
        earshot_slice text = absent, number = absent;
        each_member(value, [&](std::string_view key, ondemand::value member) {
            if (key == "id_str") text = text_of(member);
            else if (key == "id") number = id_of(member);
        });
        return text.bytes ? text : number;
    }

    EARSHOT_RARE void read_references(ondemand::value value) {
        each_element(value, [&](ondemand::value reference) {
            earshot_slice type = absent, id = absent;
            each_member(reference, [&](std::string_view key, ondemand::value member) {
                if (key == "type") type = text_of(member);
                else if (key == "id") id = id_of(member);
            });
            std::string_view name = view(type);
            if (name == "retweeted" || name == "reposted") reposted = id;
            else if (name == "quoted") quoted = id;
            else if (name == "replied_to") reply_to = id;
        });
    }

    EARSHOT_RARE void read_metrics(ondemand::value value) {
        each_member(value, [&](std::string_view key, ondemand::value member) {
            if (key == "like_count") post.likes = count_or_unknown(member);
            else if (key == "retweet_count" || key == "repost_count") post.reposts = count_or_unknown(member);
            else if (key == "reply_count") post.replies = count_or_unknown(member);
        });
    }

    EARSHOT_RARE void wrap(Place as, ondemand::value value) {
        earshot_slice range = range_of(value);
        if (!range.bytes || *range.bytes != '{') return;
        wrapped = range;
        wrapping = as;
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

    /// Fields of the archives' likes and notes, whose names no other shape has.
    EARSHOT_RARE bool read_archived(std::string_view key, ondemand::field &field) {
        if (key == "tweetId") { id_string = text_of(field.value()); return true; }
        if (place == Place::like) {
            if (key == "fullText") { plain_text = text_of(field.value()); return true; }
            if (key == "expandedUrl") { post.url = text_of(field.value()); return true; }
            return false;
        }
        if (key == "noteTweetResults") { plain_text = member_text(field.value(), "text"); return true; }
        if (key == "createdAt") { created_at = text_of(field.value()); return true; }
        return false;
    }

    /// Fields that most statuses and neutral posts have.
    EARSHOT_HOT void read_field(std::string_view key, ondemand::field &field) {
        switch (key.empty() ? '\0' : key[0]) {
        case 'a':
            if (key == "author") { read_author(field.value()); return; }
            break;
        case 'c':
            if (key == "created_at") { created_at = string_or_null(field.value(), "created_at"); return; }
            break;
        case 'e':
            if (key == "extended_tweet") { extended_text = read_extended(field.value()); return; }
            break;
        case 'f':
            if (key == "full_text") { full_text = string_or_null(field.value(), "full_text"); return; }
            if (key == "favorite_count") { post.likes = x_count(field.value()); return; }
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
            if (key == "retweet_count") { post.reposts = x_count(field.value()); return; }
            if (key == "reply_count") { post.replies = x_count(field.value()); return; }
            if (key == "reposts") { post.reposts = count_or_unknown(field.value()); return; }
            if (key == "replies") { post.replies = count_or_unknown(field.value()); return; }
            if (key == "raw") { post.raw = string_or_null(field.value(), "raw"); return; }
            if (key == "retweeted_status") { read_original(field.value()); return; }
            break;
        case 's':
            if (key == "source") { read_source(field.value()); return; }
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
        post.has_other_keys = true;
        read_rare(key, field);
    }

    /// Fields of the other shapes. A neutral post may have them as keys of its own.
    EARSHOT_RARE void read_rare(std::string_view key, ondemand::field &field) {
        if (place >= Place::like && read_archived(key, field)) return;
        switch (key.empty() ? '\0' : key[0]) {
        case 'a':
            if (key == "author_id") author_id = id_of(field.value());
            else if (key == "actor") actor = member_text(field.value(), "preferredUsername");
            return;
        case 'b':
            if (key == "body") body = text_of(field.value());
            return;
        case 'd':
            if (key == "data") { read_page(field.value(), true); return; }
            if (key == "delete") { read_deletion(field.value(), post); control = "delete"; return; }
            break;
        case 'e':
            if (key == "edit_history_tweet_ids" || key == "edit_history_post_ids") { is_x = true; return; }
            if (key == "errors") { errors = range_of(field.value()); return; }
            break;
        case 'f':
            if (key == "favoritesCount") { post.likes = x_count(field.value()); return; }
            break;
        case 'i':
            if (key == "in_reply_to_status_id") { if (!reply_to.bytes) reply_to = id_of(field.value()); }
            else if (key == "includes") includes = range_of(field.value());
            else if (key == "inReplyTo") reply_to = last_part(member_text(field.value(), "link"), '/');
            return;
        case 'l':
            if (key == "long_object") extended_text = member_text(field.value(), "body");
            else if (key == "like") wrap(Place::like, field.value());
            else if (key == "limit") { read_limit(field.value(), post); control = "limit"; }
            return;
        case 'm':
            if (key == "meta") has_meta = true;
            return;
        case 'n':
            if (key == "note_tweet" || key == "note_post") note_text = member_text(field.value(), "text");
            else if (key == "noteTweet") wrap(Place::note, field.value());
            return;
        case 'o':
            if (key == "object") read_activity_object(field.value());
            return;
        case 'p':
            if (key == "public_metrics") { read_metrics(field.value()); is_x = true; }
            else if (key == "postedTime") posted = text_of(field.value());
            return;
        case 'q':
            if (key == "quoted_status" && !quoted.bytes) quoted = status_id(field.value());
            return;
        case 'r':
            if (key == "referenced_tweets" || key == "referenced_posts") { read_references(field.value()); is_x = true; }
            else if (key == "results") read_page(field.value(), false);
            else if (key == "retweetCount") post.reposts = x_count(field.value());
            return;
        case 's':
            if (key == "statuses") { read_page(field.value(), false); return; }
            break;
        case 't':
            if (key == "tweet") { wrap(Place::tweet, field.value()); return; }
            if (key == "twitter_lang") { activity_lang = text_of(field.value()); return; }
            if (key == "twitter_quoted_status") { quoted = last_part(member_text(field.value(), "id"), ':'); return; }
            if (key == "type") { type = text_of(field.value()); return; }
            if (key == "title") { title = text_of(field.value()); return; }
            break;
        case 'u':
            if (key == "username") { username = text_of(field.value()); return; }
            break;
        case 'v':
            if (key == "verb") verb = text_of(field.value());
            return;
        case 'w':
            break;
        default:
            return;
        }
        if (const char *kind = place == Place::v2 ? compliance_kind(key) : message_kind(key)) control = kind;
    }

    bool is_activity() const {
        return posted.bytes && view(number_id).substr(0, 24) == "tag:search.twitter.com,2";
    }

    bool is_x_shape() const { return is_x || created_at.bytes || place != Place::line; }

    /// The neutral format says what kind a post is.
    void settle_neutral() {
        if (!kind.bytes) return;
        std::string_view name = view(kind);
        if (name == "reply") post.relation = EARSHOT_RELATION_REPLY;
        else if (name == "repost") post.relation = EARSHOT_RELATION_REPOST;
        else if (name == "quote") post.relation = EARSHOT_RELATION_QUOTE;
        if (post.relation == EARSHOT_RELATION_REPOST) post.parent_author = reposted_name(post.text);
    }

    void relate(earshot_relation relation, earshot_slice parent) {
        post.relation = relation;
        post.parent = parent;
    }

    /// Text, language and counts of a repost are its original's, as far as they are known.
    void take_original() {
        if (earshot_slice text = original.text(); text.bytes) post.text = text;
        if (original.lang.bytes) post.lang = original.lang;
        if (original.likes != EARSHOT_UNKNOWN_COUNT) post.likes = original.likes;
        if (original.reposts != EARSHOT_UNKNOWN_COUNT) post.reposts = original.reposts;
        if (original.replies != EARSHOT_UNKNOWN_COUNT) post.replies = original.replies;
        post.parent_author = original.author;
    }

    /// What X v2 puts beside a post: who its author is, and what it reposts.
    EARSHOT_RARE void take_included() {
        if (author_object.bytes) post.author = author_object;
        else if (!post.author.bytes) post.author = username;
        if (!included) return;
        if (earshot_slice name = included->username(author_id); name.bytes) post.author = name;
        const Included::Post *source = reposted.bytes ? included->post(reposted) : nullptr;
        if (!source) return;
        original.plain = source->text;
        original.extended = source->note;
        original.lang = source->lang;
        original.likes = source->likes;
        original.reposts = source->reposts;
        original.replies = source->replies;
        original.author = included->username(source->author);
    }

    void settle_x() {
        post.time = created_at;
        post.source = {"x", 1};
        post.is_like = place == Place::like;
        if (!post.is_like) post.url = absent;
        post.raw = post.parent = absent;
        post.has_other_keys = false;
        if (included || author_object.bytes || username.bytes) take_included();
        if (original.is_there) reposted = original.id;
        if (reposted.bytes) {
            relate(EARSHOT_RELATION_REPOST, reposted);
            take_original();
        } else if (quoted.bytes) {
            relate(EARSHOT_RELATION_QUOTE, quoted);
        } else if (reply_to.bytes) {
            relate(EARSHOT_RELATION_REPLY, reply_to);
        }
        // Archives of one's own tell a repost by its text alone, and leave out who wrote it.
        if (post.relation == EARSHOT_RELATION_REPOST) {
            if (!post.parent_author.bytes) post.parent_author = reposted_name(plain_text.bytes ? plain_text : full_text);
        } else if (!post.author.bytes && place != Place::like && place != Place::v2) {
            post.parent_author = reposted_name(post.text);
            if (post.parent_author.bytes) relate(EARSHOT_RELATION_REPOST, absent);
        }
    }

    EARSHOT_RARE void settle_activity() {
        is_x = true;
        created_at = posted;
        plain_text = body;
        post.text = extended_text.bytes ? extended_text : body;
        post.id = last_part(number_id, ':');
        post.author = actor;
        post.lang = activity_lang;
        original.is_there = view(verb) == "share";
        settle_x();
    }

    void settle() {
        if (is_activity()) {
            settle_activity();
            post.shape = EARSHOT_SHAPE_X;
            return;
        }
        post.shape = is_x_shape() ? EARSHOT_SHAPE_X : EARSHOT_SHAPE_NEUTRAL;
        post.text = extended_text.bytes ? extended_text
            : full_text.bytes           ? full_text
            : note_text.bytes && is_x_shape() ? note_text
                                        : plain_text;
        post.id = id_string.bytes ? id_string : number_id;
        if (is_x_shape()) settle_x();
        else settle_neutral();
    }
};

}  // namespace
