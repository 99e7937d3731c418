#include "CResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define RESOURCE(name)                                                    \
    static const unsigned char name##_bytes[] = {
#define END_RESOURCE(name)                                                \
    };                                                                    \
    const earshot_resource name = {name##_bytes, sizeof name##_bytes};

RESOURCE(earshot_profanity)
#embed "profanity.txt"
END_RESOURCE(earshot_profanity)

RESOURCE(earshot_spam)
#embed "spam.txt"
END_RESOURCE(earshot_spam)

RESOURCE(earshot_function_words)
#embed "function-words.txt"
END_RESOURCE(earshot_function_words)

RESOURCE(earshot_known_names)
#embed "known-names.txt"
END_RESOURCE(earshot_known_names)

RESOURCE(earshot_sentiment_weights)
#embed "sentiment.weights"
END_RESOURCE(earshot_sentiment_weights)

RESOURCE(earshot_offensive_weights)
#embed "offensive.weights"
END_RESOURCE(earshot_offensive_weights)

RESOURCE(earshot_demo_posts)
#embed "demo.ndjson"
END_RESOURCE(earshot_demo_posts)

RESOURCE(earshot_demo_topics)
#embed "demo-topics.txt"
END_RESOURCE(earshot_demo_topics)
