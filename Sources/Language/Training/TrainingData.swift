/// One labelled text of training data.
package struct LabelledText: Sendable {
    package let label: Int
    package var text: String

    package init(label: Int, text: String) {
        self.label = label
        self.text = text
    }
}

/// What a model is trained from.
package struct TrainingData: Sendable {
    package var training: [LabelledText]
    /// Texts to calibrate on, not seen in training.
    package var validation: [LabelledText]
    /// Gives weights to words that training has seldom or never seen.
    package var lexicon: ValenceLexicon
    /// Texts that only tell which words there are.
    package var unlabelled: [String]
    /// Words that get no weight.
    package var silent = SilentWords([])
    /// Digests of all these.
    package var provenance: LinearModel.Provenance

    package init(
        training: [LabelledText],
        validation: [LabelledText],
        lexicon: ValenceLexicon = ValenceLexicon([]),
        unlabelled: [String] = [],
        provenance: LinearModel.Provenance
    ) {
        self.training = training
        self.validation = validation
        self.lexicon = lexicon
        self.unlabelled = unlabelled
        self.provenance = provenance
    }
}
