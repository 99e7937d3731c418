/// A name that no format has.
package struct UnknownFormat: Error, Hashable, CustomStringConvertible {
    package let name: String

    package var description: String {
        let known = PostFormat.all.map(\.name).joined(separator: ", ")
        return "\(name.debugDescription) is no format. Write one of: \(known)."
    }
}
