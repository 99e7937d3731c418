// Likes and long posts of X's data archives, whose keys no other shape has. Included by shapes.hpp.

#pragma once

#include "status.hpp"

namespace {

/// Reads a post that the archive's owner liked.
void read_like(ondemand::value object, earshot_post &post) {
    settle_source(post);
    post.is_like = true;
    each_member(object, [&](std::string_view key, ondemand::value value) {
        if (key == "tweetId") post.id = id_of(value);
        else if (key == "fullText") post.text = text_of(value);
        else if (key == "expandedUrl") post.url = text_of(value);
    });
}

/// Reads the whole text of a long post.
void read_note(ondemand::value object, earshot_post &post) {
    settle_source(post);
    each_member(object, [&](std::string_view key, ondemand::value value) {
        if (key == "tweetId") post.id = id_of(value);
        else if (key == "noteTweetResults") post.text = member_text(value, "text");
        else if (key == "createdAt") post.time = text_of(value);
    });
    settle_reposted_name(post);
}

}  // namespace
