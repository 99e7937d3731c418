// What X v2 puts beside its posts.

#pragma once

#include "values.hpp"

#include <algorithm>
#include <vector>

namespace {

/// Users and posts that others refer to by id, sorted, so that a large page costs no square of its size.
class Included {
public:
    struct Post {
        earshot_slice id = absent, text = absent, note = absent, lang = absent, author = absent;
        int64_t likes = EARSHOT_UNKNOWN_COUNT, reposts = EARSHOT_UNKNOWN_COUNT, replies = EARSHOT_UNKNOWN_COUNT;
    };

    void clear() {
        users.clear();
        posts.clear();
    }

    void read(ondemand::value value) {
        each_member(value, [&](std::string_view key, ondemand::value list) {
            if (key == "users") each_element(list, [&](ondemand::value user) { read_user(user); });
            else if (key == "tweets" || key == "posts") each_element(list, [&](ondemand::value post) { read_post(post); });
        });
        std::sort(users.begin(), users.end(), [](const User &a, const User &b) { return view(a.id) < view(b.id); });
        std::sort(posts.begin(), posts.end(), [](const Post &a, const Post &b) { return view(a.id) < view(b.id); });
    }

    struct User {
        earshot_slice id = absent, name = absent;
        int64_t reach = EARSHOT_UNKNOWN_COUNT;
    };

    const User *user(earshot_slice id) const { return find(users, id); }

    earshot_slice username(earshot_slice id) const {
        const User *found = user(id);
        return found ? found->name : absent;
    }

    const Post *post(earshot_slice id) const { return find(posts, id); }

private:
    std::vector<User> users;
    std::vector<Post> posts;

    template <typename Entry> static const Entry *find(const std::vector<Entry> &list, earshot_slice id) {
        if (!id.bytes) return nullptr;
        auto place = std::lower_bound(list.begin(), list.end(), view(id),
                                      [](const Entry &entry, std::string_view wanted) { return view(entry.id) < wanted; });
        return place != list.end() && view(place->id) == view(id) ? &*place : nullptr;
    }

    void read_user(ondemand::value value) {
        User user;
        each_member(value, [&](std::string_view key, ondemand::value member) {
            if (key == "id") user.id = id_of(member);
            else if (key == "username") user.name = text_of(member);
            else if (key == "public_metrics") user.reach = member_count(member, "followers_count");
        });
        users.push_back(user);
    }

    void read_post(ondemand::value value) {
        Post post;
        each_member(value, [&](std::string_view key, ondemand::value member) {
            if (key == "id") post.id = id_of(member);
            else if (key == "text") post.text = text_of(member);
            else if (key == "note_tweet" || key == "note_post") post.note = member_text(member, "text");
            else if (key == "lang") post.lang = text_of(member);
            else if (key == "author_id") post.author = id_of(member);
            else if (key == "public_metrics") read_metrics(member, post);
        });
        posts.push_back(post);
    }
};

}  // namespace
