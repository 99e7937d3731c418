import Foundation
import TestSupport
import Testing

/// `train` and `evaluate`.
@Suite struct TrainCommandTests {
    private static let sentences = (0..<30).map {
        ["0\tawful number \($0)", "1\tnumber \($0)", "2\tlovely number \($0)"].joined(separator: "\n")
    }.joined(separator: "\n")

    private static func train(_ folder: TemporaryFolder, out: String, options: [String] = []) throws -> Program.Run {
        let file = try folder.write("texts.tsv", sentences)
        return try Program.run(
            ["train", "sentiment", "--train", file, "--validate", file, "--out", out] + options,
            folder: folder.url
        )
    }

    @Test func `the same data give the same file, and another seed another`() throws {
        let folder = try TemporaryFolder()
        let first = try Self.train(folder, out: "a.weights")
        #expect(first.exitCode == 0)
        #expect(first.lines.first == "90 texts")
        #expect(first.lines.last?.wholeMatch(of: /[0-9]+ bytes written to a\.weights, revision [0-9a-f]{16}/) != nil)
        _ = try Self.train(folder, out: "b.weights")
        _ = try Self.train(folder, out: "c.weights", options: ["--seed", "2"])
        let files = try ["a", "b", "c"].map { try Data(contentsOf: folder.url.appendingPathComponent($0 + ".weights")) }
        #expect(files[0] == files[1])
        #expect(files[0] != files[2])
    }

    @Test func `trained weights can be measured`() throws {
        let folder = try TemporaryFolder()
        _ = try Self.train(folder, out: "a.weights")
        let run = try Program.run(
            ["evaluate", "sentiment", "texts.tsv", "--weights", "a.weights", "--json"],
            folder: folder.url
        )
        #expect(run.exitCode == 0)
        let object = try #require(try run.objects().first)
        #expect(object["model"] as? String == "sentiment")
        #expect(object["texts"] as? Int == 90)
        #expect(object["macro_recall"] as? Double == 1)
        #expect(try #require(object["calibration_error"] as? Double) < 0.2)
        #expect(object["confusion"] as? [[Int]] == [[30, 0, 0], [0, 30, 0], [0, 0, 30]])
        let table = try Program.run(
            ["evaluate", "sentiment", "texts.tsv", "--weights", "a.weights"],
            folder: folder.url
        )
        #expect(Array(table.lines.prefix(2)) == ["90 texts", "macro recall 1, macro F1 1, accuracy 1"])
        #expect(table.lines[2].wholeMatch(of: /calibration error 0\.[0-9]+/) != nil)
    }

    @Test func `a lexicon and unlabelled texts are used, and told of`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("lexicon.txt", "awful\t-3\t0.5\t[-3, -3]\n\n%-)\t-1.5\nlovely\t2.5\r\n")
        _ = try folder.write("more.txt", "glad tidings\nglad\n")
        let aids = ["--lexicon", "lexicon.txt", "--unlabelled", "more.txt"]
        let first = try Self.train(folder, out: "a.weights", options: aids)
        #expect(first.exitCode == 0)
        #expect(first.lines.contains("2 words of the lexicon used, 1 skipped that are not one token"))
        _ = try Self.train(folder, out: "b.weights", options: aids)
        let plain = try Self.train(folder, out: "c.weights")
        #expect(!plain.lines.contains { $0.contains("words of the lexicon") })
        let files = try ["a", "b", "c"].map { try Data(contentsOf: folder.url.appendingPathComponent($0 + ".weights")) }
        #expect(files[0] == files[1])
        #expect(files[0] != files[2])
    }

    @Test func `several files are learned from, and one that is named twice counts twice`() throws {
        let folder = try TemporaryFolder()
        let more = try folder.write("more.tsv", "0\tlovely\n0\tlovely thing\n")
        let runs = try [0, 1, 8].map { times in
            let options = (0..<times).flatMap { _ in ["--train", more] }
            let run = try Self.train(folder, out: "\(times).weights", options: options)
            #expect(run.exitCode == 0)
            return run
        }
        #expect(Set(runs.map(\.lines.last)).count == 3)
        func recall(_ weights: String) throws -> Double? {
            let run = try Program.run(
                ["evaluate", "sentiment", more, "--weights", weights, "--json"],
                folder: folder.url
            )
            return try run.objects().first?["accuracy"] as? Double
        }
        #expect(try recall("0.weights") == 0)
        #expect(try recall("8.weights") == 1)
    }

    @Test func `weights that a configuration names judge in place of the built-in ones`() throws {
        let folder = try TemporaryFolder()
        _ = try Self.train(folder, out: "mine.weights")
        _ = try folder.write("earshot.yaml", "weights: {sentiment: mine.weights}")
        func judged(_ options: [String]) throws -> [String: Any]? {
            try Program.run(["judge"] + options, input: "a lovely thing\n", folder: folder.url).objects().first
        }
        let (own, usual) = (try judged(["--config", "earshot.yaml"]), try judged([]))
        #expect(own?["sentiment_score"] as? Double != usual?["sentiment_score"] as? Double)
        #expect(own?["offensive"] as? Double != nil)
    }

    @Test func `training without a text of some label is refused`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("two.tsv", "0\tbad thing\n2\tgood thing\n")
        let command = ["train", "sentiment", "--train", file, "--validate", file, "--out", "a.weights"]
        let run = try Program.run(command, folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(
            run.errors
                == "earshot: the training texts have none of label 1. Training sentiment needs texts of every label, from 0 to 2.\n"
        )
        #expect(try folder.contents() == ["two.tsv"])
    }

    @Test func `a silent word has no weight, whatever the texts say of it`() throws {
        let folder = try TemporaryFolder()
        let words = ["zorg", "plain", "lovely"]
        let texts = (0..<60).map { "\($0 % 3)\t\(words[$0 % 3]) number \($0)" }
        let file = try folder.write("zorg.tsv", texts.joined(separator: "\n"))
        let silent = try folder.write("silent.txt", "# names\nada zorg\n")
        func score(_ name: String, _ options: [String]) throws -> Double {
            let command = ["train", "sentiment", "--train", file, "--validate", file, "--out", "\(name).weights"]
            #expect(try Program.run(command + options, folder: folder.url).exitCode == 0)
            _ = try folder.write("\(name).yaml", "weights: {sentiment: \(name).weights}")
            let posts = #"{"text":"zorg","lang":"en"}"# + "\n" + #"{"text":"qqxx","lang":"en"}"# + "\n"
            let run = try Program.run(["judge", "--config", "\(name).yaml"], input: posts, folder: folder.url)
            let scores = try run.objects().compactMap { $0["sentiment_score"] as? Double }
            return try #require(scores.first) - #require(scores.last)
        }
        #expect(try score("loud", []) < -0.2)
        #expect(try score("quiet", ["--silent", silent]) == 0)
    }

    @Test func `what weights were made of is told`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("more.txt", "glad tidings\n")
        let options = ["--unlabelled", "more.txt", "--embedding", "0.5", "--seed", "7"]
        let lines = try Self.train(folder, out: "a.weights", options: options).lines
        let run = try Program.run(
            ["evaluate", "sentiment", "texts.tsv", "--weights", "a.weights", "--json"],
            folder: folder.url
        )
        let weights = try #require(try run.objects().first?["weights"] as? [String: Any])
        let digest = try #require(weights["training"] as? String)
        #expect(digest.count == 16)
        #expect(weights["validation"] as? String == digest)
        #expect(weights["lexicon"] is NSNull)
        let other = try #require(weights["unlabelled"] as? String)
        #expect(
            lines.contains(
                "trained on \(digest), calibrated on \(digest), lexicon none, unlabelled \(other), silent none"
            )
        )
        #expect(
            lines.contains("by training 3 with passes 8, learning rate 0.1, decay 0.001, embedding 0.5, seed 7")
        )
        #expect(weights["embedding"] as? Double == 0.5)
        #expect(weights["seed"] as? Int == 7)
        #expect(lines.last?.hasSuffix(try #require(weights["revision"] as? String)) == true)
        let text = try Program.run(
            ["evaluate", "sentiment", "texts.tsv", "--weights", "a.weights"],
            folder: folder.url
        )
        #expect(text.lines.suffix(2) == lines.filter { $0.hasPrefix("trained on") || $0.hasPrefix("by training") })
    }

    @Test func `no passes are refused`() throws {
        let run = try Self.train(TemporaryFolder(), out: "a.weights", options: ["--passes", "0"])
        #expect(run.exitCode == 64)
        #expect(run.errors.hasPrefix("Error: --passes must be at least 1.\n"))
    }

    @Test(arguments: [
        ("good\n", "l.txt, line 1: write a word, a tab, and a number from about -4 to 4."),
        ("good\t2\nbad\tvery\n", "l.txt, line 2: write a word, a tab, and a number from about -4 to 4."),
        ("good\tnan\n", "l.txt, line 1: write a word, a tab, and a number from about -4 to 4."),
        ("so good\t2\n", "l.txt holds no word. Write word<TAB>number, one a line."),
    ])
    func `a line that is no word of a lexicon is named`(text: String, message: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("l.txt", text)
        let run = try Self.train(folder, out: "a.weights", options: ["--lexicon", "l.txt"])
        #expect(run.exitCode == 2)
        #expect(run.errors == "earshot: \(message)\n")
    }

    @Test func `the built-in models are measured without weights`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "o.tsv",
            "1\tyou stupid disgusting idiot, shut up\n\n0\tthank you for the lovely talk\n"
        )
        let object = try #require(try Program.run(["evaluate", "offensive", file, "--json"]).objects().first)
        #expect(object["accuracy"] as? Double == 1)
        #expect(
            (object["classes"] as? [[String: Any]])?.map { $0["class"] as? String } == ["not offensive", "offensive"]
        )
    }

    @Test(arguments: [
        ("2\tfine\nno tab\n", "line 2: write a label from 0 to 2, a tab, and the text."),
        ("3\tfine\n", "line 1: write a label from 0 to 2, a tab, and the text."),
        ("-1\tfine\n", "line 1: write a label from 0 to 2, a tab, and the text."),
        ("\u{1B}\tfine\n", "line 1: write a label from 0 to 2, a tab, and the text."),
    ])
    func `a line that is no labelled text is named`(text: String, message: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("t.tsv", text)
        let run = try Program.run(["evaluate", "sentiment", "t.tsv"], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(run.errors == "earshot: t.tsv, \(message)\n")
    }

    @Test func `an empty file, wrong weights and a folder that is not there are told`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("empty.tsv", "\n")
        let empty = try Program.run(["evaluate", "sentiment", "empty.tsv"], folder: folder.url)
        #expect(empty.errors == "earshot: empty.tsv holds no labelled text. Write label<TAB>text, one a line.\n")
        let unwritable = try Self.train(folder, out: "none/a.weights")
        #expect(unwritable.exitCode == 2)
        #expect(
            unwritable.errors
                == "earshot: cannot write the weights to none/a.weights. Name a file in a folder that can be written.\n"
        )
        let notWeights = try Program.run(
            ["evaluate", "sentiment", "texts.tsv", "--weights", "texts.tsv"],
            folder: folder.url
        )
        #expect(notWeights.exitCode == 2)
        #expect(notWeights.errors == "earshot: this is no weights file of Earshot. Make one with `earshot train`.\n")
        let missing = try Program.run(["evaluate", "sentiment", "texts.tsv", "--weights", "none"], folder: folder.url)
        #expect(missing.errors == "earshot: cannot read the weights file none.\n")
    }
}
