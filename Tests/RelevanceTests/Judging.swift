import Foundation
import Language
import Relevance
import Signals

/// Judging of texts that come from nowhere.
struct Judging {
    let judge: Judge

    init(topics: [String], friendlies: [String] = [], volatileAbove: Score = Judge.usualVolatileAbove) throws {
        judge = Judge(
            matcher: try TopicMatcher(topics: topics.map(Topic.init)),
            friendlies: AuthorSet(friendlies),
            model: .embedded,
            volatileAbove: volatileAbove
        )
    }

    func judgement(_ text: String, author: String? = nil, language: String? = nil) -> Judgement {
        judgement(utf8: Array(text.utf8), author: author, language: language)
    }

    func judgement(utf8 text: [UInt8], author: String? = nil, language: String? = nil) -> Judgement {
        var judgement = Judgement()
        text.withUnsafeBytes { text in
            Array((author ?? "").utf8).withUnsafeBytes { authorBytes in
                Array((language ?? "").utf8).withUnsafeBytes { languageBytes in
                    var view = PostView(text: text)
                    if author != nil { view.author = authorBytes }
                    if language != nil { view.language = languageBytes }
                    judge.judge(view, into: &judgement)
                }
            }
        }
        return judgement
    }
}

extension Judging {
    /// Judges a post that has a title.
    func judgement(_ text: String, title: String) -> Judgement {
        var judgement = Judgement()
        Signal(id: SignalID(source: "file", id: "1"), time: Timestamp(seconds: 0), title: title, text: text).withView {
            judge.judge($0, into: &judgement)
        }
        return judgement
    }
}

extension Judgement {
    /// What its reasons sum to, in ten-thousandths.
    var sumOfReasons: Int32 { reasons.reduce(0) { $0 + $1.weight.tenThousandths } }

    func weight(of what: Reason.What) -> Int32? {
        reasons.first { $0.what == what }?.weight.tenThousandths
    }
}
