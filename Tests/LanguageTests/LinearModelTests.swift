import Language
import Testing

@Suite struct LinearModelTests {
    private static func model(_ kind: LinearModel.Kind) -> LinearModel {
        let texts = (0..<60).map {
            LabelledText(label: $0 % kind.labels, text: "word\($0 % kind.labels) common w\($0)")
        }
        return Trainer(kind: kind, options: .init()).train(
            on: TrainingData(training: texts, validation: texts, provenance: .init(training: 7, validation: 8))
        )
    }

    private static func read(_ bytes: [UInt8], _ kind: LinearModel.Kind) throws -> LinearModel {
        try bytes.withUnsafeBytes { try LinearModel($0, kind: kind) }
    }

    @Test(arguments: LinearModel.Kind.allCases)
    func `what is written is read back, bit for bit`(kind: LinearModel.Kind) throws {
        let model = Self.model(kind)
        let read = try Self.read(model.encoded, kind)
        #expect(read == model)
        #expect(read.revision == model.revision)
        #expect(read.provenance.training == 7)
        #expect(read.provenance.validation == 8)
        #expect(read.provenance.settings.passes == 8)
        #expect(read.provenance.settings.decay == Trainer.Options.decay(for: kind))
        #expect(model.encoded.count == 96 + model.entries.count * (4 + kind.outputs))
    }

    @Test(arguments: LinearModel.Kind.allCases)
    func `the weights in the program are read and written unchanged`(kind: LinearModel.Kind) throws {
        let embedded = LinearModel.embedded(kind)
        #expect(try Self.read(embedded.encoded, kind) == embedded)
        #expect((20_000...LinearModel.most).contains(embedded.entries.count))
    }

    @Test(arguments: LinearModel.Kind.allCases)
    func `the weights in the program tell what they were made of, by this way of training`(kind: LinearModel.Kind) {
        let provenance = LinearModel.embedded(kind).provenance
        let digests = [provenance.training, provenance.validation, provenance.lexicon, provenance.unlabelled]
        #expect(Set(digests + [0]).count == 5)
        #expect(provenance.settings.trainer == Trainer.revision)
        #expect(provenance.settings.embedding > 0)
    }

    @Test func `the revision changes with a weight`() throws {
        let model = Self.model(.offensive)
        var bytes = model.encoded
        bytes[100] ^= 1
        #expect(try Self.read(bytes, .offensive).revision != model.revision)
    }

    @Test(
        arguments: [
            [], Array("EARSHOT".utf8), Array(repeating: 0, count: 200),
            Array("hello, this is a text file of more than sixty-four bytes, is it not?".utf8),
        ] as [[UInt8]]
    )
    func `what is no weights file is refused`(bytes: [UInt8]) throws {
        let error = try #require(throws: ModelError.self) { try Self.read(bytes, .sentiment) }
        #expect(error == .notAModel)
        #expect(error.description == "this is no weights file of Earshot. Make one with `earshot train`.")
    }

    @Test func `a file of another format is refused`() throws {
        var bytes = Self.model(.offensive).encoded
        bytes[8] = 9
        let error = try #require(throws: ModelError.self) { try Self.read(bytes, .offensive) }
        #expect(error.description == "the weights file has format 9, this program reads 3. Train it again.")
    }

    @Test func `a file of the other kind is refused`() throws {
        let error = try #require(throws: ModelError.self) { try Self.read(Self.model(.offensive).encoded, .sentiment) }
        #expect(
            error.description == "the weights file is not one for sentiment. Train one with `earshot train sentiment`."
        )
    }

    @Test(arguments: [64, 96, 100, 105, 107])
    func `a file that is too short or too long is refused`(length: Int) throws {
        var weights = HandmadeWeights(.offensive)
        for key in [1, 2] as [UInt32] { weights.add(key, [1]) }
        let bytes = Array((weights.bytes + [0]).prefix(length))
        let error = try #require(throws: ModelError.self) { try Self.read(bytes, .offensive) }
        #expect(
            error.description == "the weights file should hold 106 bytes and holds \(length). Copy or train it again."
        )
    }
}
