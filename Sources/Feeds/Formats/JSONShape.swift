import CSimdJSON

/// A shape of JSON that is read: a row of the table in `CSimdJSON/shapes.hpp`.
package struct JSONShape: Hashable, Sendable {
    package let name: String
    /// The keys that tell it from the others, in Markdown.
    package let toldBy: String

    /// In the order in which they are tried.
    package static let all = (0..<earshot_shape_count()).map { index in
        JSONShape(
            name: String(cString: earshot_shape_name(index)),
            toldBy: String(cString: earshot_shape_told_by(index))
        )
    }
}
