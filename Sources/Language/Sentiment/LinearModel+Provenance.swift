extension LinearModel {
    /// What weights were made from and how, so that they can be made again.
    package struct Provenance: Hashable, Sendable {
        /// XXH64 of the training files, one behind the other.
        package var training: UInt64
        package var validation: UInt64
        /// 0 where there was none, as for the unlabelled texts.
        package var lexicon: UInt64
        package var unlabelled: UInt64
        /// The lower half of the XXH64 of the silent words; 0 where there were none.
        package var silent: UInt32 = 0
        /// Set by training.
        package internal(set) var settings = Settings()

        package init(training: UInt64, validation: UInt64, lexicon: UInt64 = 0, unlabelled: UInt64 = 0) {
            self.training = training
            self.validation = validation
            self.lexicon = lexicon
            self.unlabelled = unlabelled
        }
    }

    /// The options that weights were trained with, and the program's way of training.
    package struct Settings: Hashable, Sendable {
        package internal(set) var seed: UInt64 = 0
        package internal(set) var passes: UInt32 = 0
        package internal(set) var learningRate: Float = 0
        package internal(set) var decay: Float = 0
        package internal(set) var embedding: Float = 0
        /// `Trainer.revision` at the time.
        package internal(set) var trainer: UInt32 = 0
    }
}

// MARK: - In the file

extension LinearModel.Provenance {
    /// 64 bytes: four digests, the seed, five numbers of 32 bits, half a digest.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        func put(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for value in [training, validation, lexicon, unlabelled, settings.seed] { put(value) }
        put(settings.passes)
        for value in [settings.learningRate, settings.decay, settings.embedding] { put(value.bitPattern) }
        put(settings.trainer)
        put(silent)
        return bytes
    }

    /// Reads what `encoded` wrote.
    init(_ bytes: UnsafeRawBufferPointer) {
        func long(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        func short(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        self.init(training: long(0), validation: long(8), lexicon: long(16), unlabelled: long(24))
        settings = .init(
            seed: long(32),
            passes: short(40),
            learningRate: Float(bitPattern: short(44)),
            decay: Float(bitPattern: short(48)),
            embedding: Float(bitPattern: short(52)),
            trainer: short(56)
        )
        silent = short(60)
    }
}
