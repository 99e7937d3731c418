extension Configuration {
    /// What `earshot init` writes: every key with what it does, none of them set.
    ///
    /// A line that starts with `# ` and no second one is an example that works when the mark is removed.
    ///
    /// `feeds`, `sinks`: the templates of their kinds.
    package static func template(feeds: String, sinks: String) -> String {
        """
        ## Earshot's configuration. Remove the "# " before a line to set it; all may be left out.
        ## `earshot doctor` says whether everything in it works.

        ## The store's file. Paths count from the folder of this file.
        # store: earshot.db

        ## What to listen for: a keyword, a phrase, a "#hashtag" or an "@mention" a line. Quote what begins with # or @.
        ## A topic can have more to it:
        ##   aliases   what else names it
        ##   exclude   it is not named in a post that has any of these
        ##   require   it is named only in a post that has one of these as well
        ##   match     exact, or forms for inflections and the parts of hashtags, too
        ## Try one before it counts: earshot topics preview swift --exclude taylor
        # topics:
        #   - kapacitor
        #   - "#influxdb"
        #   - name: swift
        #     aliases: [swiftlang, swiftc]
        #     exclude: [taylor]
        #     require: [code, compiler, xcode]
        #     match: forms

        ## Authors you have re-shared before: their posts gain relevance.
        # friendlies: [ada, otis]

        ## Accounts of your own people, on any network or (github:ada) on one: what they write is kept, whatever it names.
        # own: [ada, "github:ada"]

        ## Words that are not profane to you, and words that are, also in disguise.
        # profanity:
        #   allow: [crap]
        #   deny: [frak]

        ## A post without profanity that is more offensive than this is volatile, too; from 0 to 1, and 1 is never.
        # volatile_above: 0.9

        ## What becomes of volatile posts in every output: keep, hide (they count, without words and author) or drop. A sink may
        ## say otherwise in a line of its own.
        # volatile: keep

        ## What `earshot run` listens to. The first key is the kind:
        \(feeds)
        ## Where it tells what it kept. The first key is the kind; a secret is in a file of its own (x_file), or in an
        ## environment variable (x_env):
        \(sinks)
        ## Keep signals that match no topic, too; and the line of every signal as it was heard.
        # keep_all: false
        # keep_raw: false

        ## How long signals are kept, from when they were heard (90d, 36h, 2w), and how large the store may grow (500MB,
        ## 2GB). Sums of them stay. Without this everything is kept.
        # retention:
        #   age: 90d
        #   size: 2GB

        ## How long a post waits in the queue for a decision, from when it was heard.
        # queue: 14d

        ## Where /health and /ready are answered, on this machine.
        # listen: 127.0.0.1:8017

        ## Weights that `earshot train` made, in place of the built-in ones.
        # weights:
        #   sentiment: sentiment.weights
        #   offensive: offensive.weights

        """
    }
}
