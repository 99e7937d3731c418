import Foundation
package import Language

/// Trained weights in a file.
package enum WeightsFile {
    /// The weights at `path`, or those the program was shipped with where there is none.
    package static func model(_ kind: LinearModel.Kind, at path: String?) throws -> LinearModel {
        guard let path else { return .embedded(kind) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(description: "cannot read the weights file \(path). Name one that earshot train has written.")
        }
        do {
            return try data.withUnsafeBytes { try LinearModel($0, kind: kind) }
        } catch let error as ModelError {
            throw Failure(description: "the weights file \(path): \(error.description)")
        }
    }
}
