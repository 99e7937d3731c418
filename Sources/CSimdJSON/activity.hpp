// Activities, as the archives of X's former resellers hold them. Included by shapes.hpp.

#pragma once

#include "status.hpp"

namespace {

/// The fields of an activity, before it is known whether it shares, quotes or answers another.
struct Activity {
    Original original;
    earshot_slice body = absent, whole = absent, verb = absent, quoted = absent, reply_to = absent;
};

void read_actor(ondemand::value value, earshot_post &post) {
    each_member(value, [&](std::string_view key, ondemand::value member) {
        if (key == "preferredUsername") post.author = text_of(member);
        else if (key == "id") post.author_id = last_part(text_of(member), ':');
        else if (key == "followersCount") post.reach = x_count(member);
    });
}

/// Reads the object of an activity: of a share the original, itself an activity.
void read_activity_object(ondemand::value value, Original &original) {
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

void read_activity_field(std::string_view key, ondemand::value value, Activity &activity, earshot_post &post) {
    if (key == "id") post.id = last_part(id_of(value), ':');
    else if (key == "body") activity.body = text_of(value);
    else if (key == "long_object") activity.whole = member_text(value, "body");
    else if (key == "verb") activity.verb = text_of(value);
    else if (key == "postedTime") post.time = text_of(value);
    else if (key == "twitter_lang") post.lang = text_of(value);
    else if (key == "actor") read_actor(value, post);
    else if (key == "object") read_activity_object(value, activity.original);
    else if (key == "inReplyTo") activity.reply_to = last_part(member_text(value, "link"), '/');
    else if (key == "twitter_quoted_status") activity.quoted = last_part(member_text(value, "id"), ':');
    else if (key == "favoritesCount") post.likes = x_count(value);
    else if (key == "retweetCount") post.reposts = x_count(value);
}

/// Reads an activity.
void read_activity(ondemand::value object, earshot_post &post) {
    Activity activity;
    each_member(object, [&](std::string_view key, ondemand::value value) {
        read_activity_field(key, value, activity, post);
    });
    post.text = activity.whole.bytes ? activity.whole : activity.body;
    Relations relations{absent, activity.quoted, activity.reply_to};
    activity.original.is_there = view(activity.verb) == "share";
    settle_relations(post, relations, activity.original, activity.body);
    if (!post.author.bytes) settle_reposted_name(post);
}

}  // namespace
