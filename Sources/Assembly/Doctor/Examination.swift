import Feeds
import Foundation
import Language
package import Settings
import Sinks
import Store

/// Looks at a configuration and all that it names, one thing after the other.
package struct Examination {
    private let file: ConfigurationFile
    private let store: String?
    let kinds: Kinds

    /// `store`: the store's file, if it is not the one of the configuration.
    package init(_ file: ConfigurationFile, store: String?, kinds: Kinds = .all) {
        self.file = file
        self.store = store
        self.kinds = kinds
    }

    package func findings() async -> [Finding] {
        let settled: Configuration
        do {
            settled = try file.read()
        } catch {
            // Without it nothing else can be looked at.
            return [.fault("configuration", Failure.sentence(for: error))]
        }
        return [configuration] + topics(settled) + [words(settled)]
            + [
                weights(.sentiment, settled.sentimentWeights), weights(.offensive, settled.offensiveWeights),
                await kept(settled),
            ]
            + (await heard(settled.feeds)) + (await told(settled.sinks)) + asked(settled)
    }

    private var configuration: Finding {
        let path = file.named ?? Configuration.usualPath
        let isThere = FileManager.default.fileExists(atPath: path)
        return Finding(
            what: "configuration",
            message: isThere ? path : "none, so the built-in defaults hold; earshot init writes one"
        )
    }

    /// Every topic that can never match, or one line for all.
    private func topics(_ settled: Configuration) -> [Finding] {
        guard let topics = settled.topics else {
            return [
                Finding(what: "topics", message: "none are settled; name them with --topics, or in the configuration")
            ]
        }
        guard !topics.isEmpty else { return [Finding(what: "topics", message: "an empty list, so no post names one")] }
        let faults = topics.compactMap { topic in
            fault {
                try RuleSources.check([topic])
                _ = try TopicMatcher(topics: [topic])
            }
        }
        guard faults.isEmpty else { return faults.map { .fault("topics", $0) } }
        let count = (try? TopicMatcher(topics: topics).topics.count) ?? topics.count
        let twice = topics.count - count
        return [
            Finding(
                what: "topics",
                message: twice == 0
                    ? "\(count), each of which can match"
                    : "\(count), and \(twice) that are the same as another",
            )
        ]
    }

    private func words(_ settled: Configuration) -> Finding {
        let fault = fault { _ = try LanguageModel(profanity: settled.profanity) }
        let (allowed, denied) = (settled.profanity.allowed.count, settled.profanity.denied.count)
        return Finding(
            what: "profanity",
            message: fault ?? "the built-in list, \(allowed) words allowed and \(denied) denied",
            isFine: fault == nil
        )
    }

    private func weights(_ kind: LinearModel.Kind, _ path: String?) -> Finding {
        let fault = fault { _ = try WeightsFile.model(kind, at: path) }
        return Finding(
            what: "\(kind.name) weights",
            message: fault ?? path ?? "the built-in ones",
            isFine: fault == nil
        )
    }

    private func kept(_ settled: Configuration) async -> Finding {
        do {
            let path = store ?? settled.store ?? Configuration.usualStore
            guard FileManager.default.fileExists(atPath: path) else {
                let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
                guard FileManager.default.isWritableFile(atPath: folder) else {
                    let advice = "cannot be made in \(folder). Name a folder that can be written."
                    return .fault("store", "\(path) \(advice)")
                }
                return Finding(what: "store", message: "\(path), which the first replay makes")
            }
            let store = try Store.read(path)
            try await store.checkIntegrity()
            let totals = try await store.topicTotals()
            guard FileManager.default.isWritableFile(atPath: path) else {
                return .fault("store", "\(path) can be read only. Change who owns it.")
            }
            return Finding(what: "store", message: "\(path), \(totals.count) topics in it")
        } catch {
            return .fault("store", Failure.sentence(for: error))
        }
    }

    /// What is wrong, in words; nil when nothing is.
    private func fault(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return Failure.sentence(for: error)
        }
    }
}
