extension Configuration {
    /// What `earshot init` writes: every key with what it does, none of them set.
    ///
    /// A line that starts with `# ` and no second one is an example that works when the mark is removed.
    package static let template = """
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

        ## Words that are not profane to you, and words that are, also in disguise.
        # profanity:
        #   allow: [crap]
        #   deny: [frak]

        ## A post without profanity that is more offensive than this is volatile, too; from 0 to 1, and 1 is never.
        # volatile_above: 0.9

        ## Weights that `earshot train` made, in place of the built-in ones.
        # weights:
        #   sentiment: sentiment.weights
        #   offensive: offensive.weights

        """
}
