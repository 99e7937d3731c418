/// One line of what `earshot doctor` finds.
package struct Finding: Hashable, Sendable {
    package let what: String
    package let message: String
    /// false if the message says what a person has to do.
    package let isFine: Bool

    package init(what: String, message: String, isFine: Bool = true) {
        self.what = what
        self.message = message
        self.isFine = isFine
    }

    /// A fault, with its remedy.
    package static func fault(_ what: String, _ message: String) -> Finding {
        Finding(what: what, message: message, isFine: false)
    }
}
