import TestSupport
import Testing

@Suite struct HelpTests {
    @Test func `the program's help lists its commands`() throws {
        let run = try Program.run(["--help"])
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(
            run.output == """
                OVERVIEW: Listens to the streams around the software you make, judges every
                signal, keeps it and tells you.

                Start with `earshot demo`. Exit codes: 0 fine; 1 what was asked about is not
                there, or the answer is no; 2 not done, or done in part; 64 wrong usage; 128 +
                n ended by signal n.

                USAGE: earshot <subcommand>

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                START SUBCOMMANDS:
                  demo                    Replay the bundled sample through the whole loop and
                                          show what it found.
                  init                    Write a configuration that explains itself.
                  doctor                  Check the configuration and everything it names.

                HEAR SUBCOMMANDS:
                  run                     Hear, judge, keep and tell, until stopped.
                  replay                  Hear recorded posts: judge, keep and tell them as
                                          fast as possible, or at --speed.
                  judge                   Judge lines from standard input: posts as NDJSON or
                                          plain text in, judgements as NDJSON out.

                LOOK SUBCOMMANDS:
                  topics                  List the topics with what was heard of them; try
                                          topics out.
                  query                   Count signals, sentiment and relevance by time and
                                          keyword.
                  why                     Every reason behind one judgement.
                  export                  Write what is kept to standard output.
                  feeds                   List what `earshot run` listens to, and how each feed
                                          is doing.
                  sinks                   List the sinks the store has told, and what waits for
                                          them; drop one.
                  dashboard               Print a dashboard over the points in InfluxDB, for
                                          Grafana or Chronograf to import.
                  deadletters             List what could not be read or sent, with the reason.

                DECIDE SUBCOMMANDS:
                  review                  Decide what waits, item by item, in the terminal.
                  decide                  Record decisions in bulk, from NDJSON.

                TAKE CARE SUBCOMMANDS:
                  import                  Learn from your own posts and re-shares whose posts
                                          you value.
                  backup                  Copy the store to a new file, also while it is
                                          written.
                  restore                 Put a copy in the place of the store, and keep what
                                          was there.
                  forget                  Remove an author or a signal: text, raw lines, links,
                                          and the points at every sink.
                  store                   Look at the store as a whole, bring it up to date,
                                          and trim it.

                MODELS SUBCOMMANDS:
                  train                   Train the sentiment or the offensive model from
                                          labelled texts.
                  evaluate                Measure a model: sentiment and offensive on labelled
                                          texts, relevance on what was decided.

                  See 'earshot help <subcommand>' for detailed help.

                """
        )
    }

    @Test func `no line of any help is wider than eighty columns`() throws {
        let pages = try HelpPage.all()
        #expect(pages.map { $0.path.joined(separator: " ") }.contains("deadletters retry"))
        for page in pages {
            for line in page.text.split(separator: "\n") where line.count > 80 { Issue.record("\(page.path): \(line)") }
        }
    }

    @Test func `every command has help with a sentence, and asking for it is fine`() throws {
        for page in try HelpPage.all() {
            #expect(page.text.hasPrefix("OVERVIEW: "))
            #expect(page.text.contains("\nUSAGE: " + (["earshot"] + page.path).joined(separator: " ")))
            #expect(page.longOptions.contains("--help"))
            #expect(try Program.run(page.path + ["-h"]).exitCode == 0)
            #expect(try Program.run(["help"] + page.path).output == page.text)
        }
    }

    @Test func `called alone it shows its help`() throws {
        let run = try Program.run([])
        #expect(run.exitCode == 0)
        #expect(run.output == (try Program.run(["--help"]).output))
    }

    @Test func `it tells its version`() throws {
        let run = try Program.run(["--version"])
        #expect(run.exitCode == 0)
        #expect(run.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    }
}
