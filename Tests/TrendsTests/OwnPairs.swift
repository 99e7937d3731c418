/// Pairs of texts in our own wording.
enum OwnPairs {
    private static let outage = "The package registry is down again, mirrors answer with stale indexes since noon"

    static let copies: [(String, String)] = [
        (outage, outage),
        (outage, "RT @ada: \(outage)"),
        (outage, "MT @ada \(outage)"),
        (outage, "RT @bo: RT @ada: \(outage)"),
        (outage, "\(outage) https://status.example/1 via @bo"),
        (outage, "@bo @cy \(outage)"),
        (outage, outage.uppercased()),
        (outage, "“@ada: \(outage)”"),
        (outage, "\(outage) #outage #registry"),
        (outage, "#outage \(outage)"),
        (outage, "The package #registry is down again, mirrors answer with stale indexes since noon"),
        (outage, "BREAKING: \(outage)"),
        (outage, "Example News - \(outage)"),
        (outage, "\(outage) - Example News"),
        (outage, "RT @ada: The package registry is down again, mirrors answer with stale ind…"),
        (outage, "RT @ada: The package registry is down again, mirrors answer with stale  ..."),
        (
            outage,
            "RT @ada: The package registry is down again, mirrors answer with stale indexes since noon https://t.c…"
        ),
        (outage, "The package registry is down again, mirrors answer with stale indexes since noon http:/…"),
        (outage, "The package registry is down again, the mirrors answer with stale indexes since noon"),
        (outage, "The package registry is down again mirrors answer w stale indexes since noon"),
        (
            "Nightly builds move to new runners tomorrow: expect long queues and a few flaky jobs in the ...",
            "RT @ci: Nightly builds move to new runners tomorrow: expect long queues and a few fla… http://x.example/1"
        ),
        (
            "We want to thank everybody who helped us to ship the beta for you",
            "We want 2 thank everybody who helped us 2 ship the beta 4 u"
        ),
        (
            "Maintainers of the parser announce their first stable release",
            "Maintainers of the parser announce their first stable release: After three years of work the tea..."
        ),
    ]

    static let others: [(String, String)] = [
        (outage, "Not again! RT @ada: \(outage)"),
        (outage, "so much for five nines RT @ada: \(outage)"),
        (outage, "“@ada: \(outage).” Ours too."),
        (outage, "RT @ada: \(outage). Glad we keep a mirror"),
        (outage, "@ada: \(outage) http://x.example/1 same here"),
        (outage, "Oh dear. \(outage)"),
        (outage, "The package registry is back again, mirrors answer with fresh indexes for an hour now"),
        (outage, "noon since indexes stale with answer mirrors again, down is registry package The"),
        (
            "Build 4211 of the nightly branch failed after 12 minutes",
            "Build 4212 of the nightly branch failed after 12 minutes"
        ),
        ("Senior engineer wanted in Lisbon, apply today #job", "Senior engineer wanted in Oslo, apply today #job"),
        ("I'm at Blue Door Cafe (Springfield, XX)", "I'm at Corner Books (Springfield, XX)"),
        ("#swift is trending in the north today", "#rust is trending in the north today"),
        ("Release 2.4.1 of the driver is out now", "Release 2.4.2 of the driver is out now"),
        ("Temperature 21.5 C, humidity 40%, wind 3 from south", "Temperature 22.5 C, humidity 41%, wind 3 from south"),
        ("Our thanks go to all who reviewed the patch", "Our sympathy goes to all who reviewed the plan"),
        ("Is the registry down for anybody else?", "Is the registry slow for you today, or for anybody else at all?"),
    ]
}
