import Language
import Signals

/// Puts what was learned from decisions in the place of the prior; the reasons still sum to the relevance.
///
/// One a thread: it owns the memory that features are read into.
final class LearnedJudge {
    private let model: LearnedModel
    private let reader = FeatureReader()
    private var version: LearnedModel.Version?
    private var replaced = -1

    init(_ model: LearnedModel) {
        self.model = model
    }

    /// Weighs a post that was judged; leaves the prior alone where too little was decided.
    ///
    /// `tokens`: of its text.
    func weigh(_ post: PostView, tokens: TokenBuffer, into judgement: inout Judgement) {
        let replaced = model.replaced
        if replaced != self.replaced { (version, self.replaced) = (model.current, replaced) }
        guard let version else { return }
        let learned = version.relevance
        if let veto = learned.mutes.veto(author: post.author, tokens: tokens) {
            return move(&judgement, to: .zero, .muted, veto.text, version.place)
        }
        guard learned.isKnown else { return }
        reader.read(post, tokens: tokens, judgement: judgement)
        guard let probability = learned.probability(of: reader.features, prior: judgement.prior) else { return }
        move(&judgement, to: probability, .learned, "\(learned.accepts + learned.rejects) decisions", version.place)
    }

    private func move(
        _ judgement: inout Judgement,
        to relevance: Score,
        _ what: Reason.What,
        _ detail: String,
        _ place: Int64
    ) {
        judgement.reasons.append(Reason(what: what, detail: detail, weight: relevance - judgement.relevance))
        judgement.relevance = relevance
        judgement.learnedFrom = place
    }
}

extension Decision.Subject {
    fileprivate var text: String {
        switch self {
        case .author(let name): "@" + name
        case .phrase(let phrase): phrase
        }
    }
}
