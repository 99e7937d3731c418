/// Sentences of our own of which the sentiment is plain.
enum SentimentSentences {
    static let positive = [
        "I love the new release of the parser", "The documentation is excellent and easy to follow",
        "What a great conference, I enjoyed every talk", "This library is wonderful and saved us hours",
        "So happy that the migration went well", "Thanks, your fix works perfectly",
        "The team did an amazing job on the update",
        "I am very pleased with how fast it runs", "Beautiful design and a pleasure to use",
        "Best editor I have ever used",
        "The support was friendly and helpful", "Really excited about the next version",
        "It is a joy to write tests with this",
        "Good news, the bug is gone and everything is fine", "Congratulations on the awesome launch",
    ]
    static let negative = [
        "I hate the new release of the parser", "The documentation is terrible and hard to follow",
        "What a boring conference, I regret going", "This library is horrible and cost us hours",
        "So sad that the migration failed", "Your fix made everything worse", "The team did an awful job on the update",
        "I am very disappointed with how slow it runs", "Ugly design and a pain to use",
        "Worst editor I have ever used",
        "The support was rude and useless", "Really worried about the next version",
        "It is a nightmare to write tests with this",
        "Bad news, the bug is back and everything is broken", "The launch was a complete disaster",
    ]
    static let neutral = [
        "The release is scheduled for Tuesday", "The meeting starts at ten in room four",
        "Version two needs Python three",
        "The talk is about compilers", "The office moves to Oslo in May", "She will present the parser on Monday",
        "The file has nine columns", "The next train to Bergen leaves at noon", "We use the parser for log files",
        "The server runs Debian", "Registration is open until Friday", "The report covers March and April",
        "He works on the compiler team", "The package is on the registry since June",
        "The update changes the default port",
    ]
    /// A sentence and its denial.
    static let denied = [
        ("I like this library", "I do not like this library"), ("The update is good", "The update is not good"),
        ("I am happy with it", "I am not happy with it"), ("This is a great tool", "This is not a great tool"),
        ("It works well for us", "It never works well for us"), ("I enjoy the meetings", "I don't enjoy the meetings"),
        ("The docs are helpful", "The docs aren't helpful"), ("I would recommend it", "I would not recommend it"),
        ("It is fun to use", "It isn't fun to use"), ("I trust this vendor", "I don't trust this vendor"),
        ("The talk was interesting", "The talk wasn't interesting"), ("We love the design", "We don't love the design"),
    ]
}
